// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";

import { inviteFor, inviteOf, keepInvite } from "./invite";

describe("an invitation", () => {
  beforeEach(() => sessionStorage.clear());

  it("goes with requests about its show, and with no others", () => {
    keepInvite("tea night", "s3cret");
    expect(inviteFor("http://h/api/v1/shows/tea%20night/public")).toBe("s3cret");
    expect(inviteFor("http://h/api/v1/rooms/tea%20night/tickets")).toBe("s3cret");
    expect(inviteFor("http://h/api/v1/shows/coffee/public")).toBeNull();
    expect(inviteFor("http://h/api/v1/orders")).toBeNull();
  });

  it("is kept for the tab, not longer", () => {
    keepInvite("kept", "a");
    expect(sessionStorage.getItem("kaibo.invite.kept")).toBe("a");
    expect(localStorage.length).toBe(0);
    expect(inviteOf("kept")).toBe("a");
  });
});
