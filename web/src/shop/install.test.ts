// @vitest-environment happy-dom
import { toasts } from "@shared/ui/toast";
import { type MockInstance, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { installWorker } from "./install";

vi.mock("@shared/i18n", () => ({ translate: (key: string) => key }));

class FakeWorker extends EventTarget {
  state = "installing";
  postMessage = vi.fn();
  arrive(): void {
    this.state = "installed";
    this.dispatchEvent(new Event("statechange"));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  update = vi.fn(() => Promise.resolve());

  /** A new version was found; it is fetched, and waits. */
  find(): FakeWorker {
    const worker = (this.installing = new FakeWorker());
    this.dispatchEvent(new Event("updatefound"));
    this.finish();
    return worker;
  }

  finish(): void {
    [this.waiting, this.installing] = [this.installing, null];
    this.waiting?.arrive();
  }
}

const comesBack = () => document.dispatchEvent(new Event("visibilitychange"));
const LATER = 3_600_000;
let registration: FakeRegistration;
let container: EventTarget;
let reload: MockInstance<() => void>;

async function opened(before?: (registration: FakeRegistration) => void): Promise<void> {
  registration = new FakeRegistration();
  before?.(registration);
  container = Object.assign(new EventTarget(), { controller: new FakeWorker(), register: () => Promise.resolve(registration) });
  Object.defineProperty(navigator, "serviceWorker", { value: container, configurable: true });
  installWorker();
  window.dispatchEvent(new Event("load"));
  await vi.advanceTimersByTimeAsync(4000);
}

describe("a new version of the shop", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubEnv("PROD", true);
    reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
    toasts.value = [];
    sessionStorage.clear();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    reload.mockRestore();
    // The page's listeners outlive the test.
    registration.waiting = null;
  });

  it("is asked for now and then, and by who comes back to the page, though not at every glance", async () => {
    await opened();
    comesBack();
    comesBack();
    expect(registration.update).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(LATER);
    expect(registration.update).toHaveBeenCalledTimes(2);
  });

  it("is offered also when the browser had begun to fetch it before the page asked", async () => {
    await opened((already) => (already.installing = new FakeWorker()));
    expect(toasts.value).toHaveLength(0);
    registration.finish();
    expect(toasts.value).toHaveLength(1);
  });

  it("takes over when it was agreed to, and the page begins anew with it", async () => {
    await opened();
    const worker = registration.find();
    container.dispatchEvent(new Event("controllerchange"));
    expect(reload).not.toHaveBeenCalled();
    toasts.value[0]?.action?.run();
    expect(worker.postMessage).toHaveBeenCalledWith("take over");
    container.dispatchEvent(new Event("controllerchange"));
    expect(reload).toHaveBeenCalledOnce();
  });

  it("is begun with after a moment though the one before it is too busy to leave", async () => {
    await opened();
    registration.find();
    toasts.value[0]?.action?.run();
    expect(reload).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(reload).toHaveBeenCalledOnce();
  });

  it("is not offered again on the page that was begun with it, and takes over once it can", async () => {
    await opened();
    registration.find();
    toasts.value[0]?.action?.run();
    toasts.value = [];
    const waiting = new FakeWorker();
    await opened((still) => (still.waiting = waiting));
    comesBack();
    expect(waiting.postMessage).toHaveBeenCalledExactlyOnceWith("take over");
    expect(toasts.value).toHaveLength(0);
    registration.find();
    expect(toasts.value).toHaveLength(1);
  });

  it("is offered to who began with another that has taken over since", async () => {
    await opened();
    registration.find();
    toasts.value[0]?.action?.run();
    toasts.value = [];
    await opened();
    registration.find();
    expect(toasts.value).toHaveLength(1);
  });

  it("is begun with though a newer one was on its way and failed", async () => {
    await opened();
    registration.find();
    const offer = toasts.value[0];
    registration.waiting = null;
    registration.installing = new FakeWorker();
    offer?.action?.run();
    registration.installing = null;
    await vi.advanceTimersByTimeAsync(2000);
    expect(reload).toHaveBeenCalledOnce();
  });

  it("is offered again to who let it pass, and to who refused it only when there is a newer one", async () => {
    await opened();
    registration.find();
    await vi.advanceTimersByTimeAsync(LATER);
    expect(toasts.value).toHaveLength(0);
    comesBack();
    expect(toasts.value).toHaveLength(1);
    toasts.value[0]?.refuse?.run();
    toasts.value = [];
    comesBack();
    expect(toasts.value).toHaveLength(0);
    registration.find();
    expect(toasts.value).toHaveLength(1);
  });
});
