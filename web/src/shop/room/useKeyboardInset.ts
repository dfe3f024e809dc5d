/** Height of the on-screen keyboard where it covers the page instead of shrinking it (iOS); pixels. */
import { onBeforeUnmount, onMounted, ref } from "vue";

export function useKeyboardInset() {
  const inset = ref(0);
  function measure(): void {
    const view = window.visualViewport;
    if (!view) return;
    const hidden = window.innerHeight - view.height - view.offsetTop;
    inset.value = hidden > 60 && view.scale <= 1.01 ? hidden : 0;
  }
  onMounted(() => {
    window.visualViewport?.addEventListener("resize", measure);
    window.visualViewport?.addEventListener("scroll", measure);
  });
  onBeforeUnmount(() => {
    window.visualViewport?.removeEventListener("resize", measure);
    window.visualViewport?.removeEventListener("scroll", measure);
  });
  return inset;
}
