// What a page looks like, in numbers: the lowest contrast, the smallest target and text, what is cut or hangs over.
// Runs inside the page; given {text, target, contrast}, says what falls short.
(least) => {
  const linear = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : Math.pow((value / 255 + 0.055) / 1.055, 2.4));
  const luminance = (colour) => 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  const ratio = (element) => {
    const [ink, paper] = [parts(getComputedStyle(element).color), behind(element)].map(luminance);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  };
  const hidden = (element) => !element.checkVisibility({ checkVisibilityCSS: true }) || element.closest('.visually-hidden, .skip, script, style, noscript, template');
  const clipped = (element, box) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.overflowX !== 'hidden' && style.overflowY !== 'hidden') continue;
      const edge = one.getBoundingClientRect();
      // a heading that is only for who listens
      if (edge.width <= 1 && edge.height <= 1) return false;
      return box.right > edge.right + 1.5 || box.bottom > edge.bottom + 3;
    }
    return false;
  };
  const wrong = [];
  const width = document.documentElement.clientWidth;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    const words = node.textContent.trim().slice(0, 24);
    if (!words || hidden(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    const contrast = ratio(element);
    if (size < least.text) wrong.push(`text ${size} px: ${words}`);
    // what cannot be pressed now may be pale
    if (contrast < least.contrast && !element.closest(':disabled')) wrong.push(`contrast ${contrast.toFixed(2)}: ${words}`);
    if (box.right > width + 1 || clipped(element, box)) wrong.push(`cut: ${words}`);
  }
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    const row = element.matches('[type=radio], [type=checkbox]') ? element.closest('label') || element : element;
    const box = row.getBoundingClientRect();
    if (hidden(row) || element.type === 'hidden' || !box.width) continue;
    const side = Math.min(box.width, box.height);
    if (side < least.target - 0.1) wrong.push(`target ${side.toFixed(1)} px: ${(element.textContent || element.name).trim().slice(0, 24)}`);
  }
  if (document.documentElement.scrollWidth > width) wrong.push(`scrolls sideways: ${document.documentElement.scrollWidth} px in ${width}`);
  return wrong;
}
