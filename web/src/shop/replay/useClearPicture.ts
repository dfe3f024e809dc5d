/** Whether the picture's lower end lies free, so that captions can stand on it; else something else stands there. */
import { type Ref, onBeforeUnmount, onMounted, ref } from "vue";

/** `page` is what moves when the window does, `foot` holds the bar and the card that may lie over the picture. */
export function useClearPicture(
  page: Readonly<Ref<HTMLElement | null>>,
  picture: Readonly<Ref<HTMLElement | null>>,
  foot: Readonly<Ref<HTMLElement | null>>,
): Readonly<Ref<boolean>> {
  const clear = ref(false);

  function look(): void {
    const end = picture.value?.getBoundingClientRect().bottom ?? Infinity;
    const over = [...(foot.value?.querySelectorAll(".bar, .pin") ?? [])];
    clear.value = over.every((element) => end <= element.getBoundingClientRect().top);
  }

  let watcher: ResizeObserver | null = null;
  onMounted(() => {
    watcher = new ResizeObserver(look);
    const inFoot = foot.value ? [foot.value, ...foot.value.children] : [];
    for (const element of [page.value, picture.value, ...inFoot]) if (element) watcher.observe(element);
    look();
  });
  onBeforeUnmount(() => watcher?.disconnect());

  return clear;
}
