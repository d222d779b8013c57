// Run inside a page: returns what a person could not read, touch or name there. Contrast as in WCAG 2.2, 1.4.3.
() => {
  const parts = (text) => {
    const numbers = text.match(/[\d.]+/g).map(Number);
    return numbers.length < 4 ? [...numbers, 1] : numbers;
  };
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  const contrast = (node) => {
    const [a, b] = [light(parts(getComputedStyle(node).color)), light(ground(node))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const faults = [];
  for (const node of document.querySelectorAll("body *")) {
    const box = node.getBoundingClientRect(), style = getComputedStyle(node), tag = node.outerHTML.slice(0, 80);
    if (!box.width || !box.height || style.visibility === "hidden" || style.clipPath.includes("50%")) continue;
    const speaks = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (speaks && contrast(node) < 4.5) faults.push(`contrast ${contrast(node).toFixed(2)}: ${tag}`);
    const field = node.matches("input:not([type=hidden]), textarea, select");
    if ((field || node.matches("button, summary, a.button, nav a")) && Math.min(box.height, box.width) < 24)
      faults.push(`small target: ${tag}`);
    if (field && !node.labels.length) faults.push(`no label: ${tag}`);
    if (node.matches("button, a") && !(node.textContent.trim() || node.ariaLabel)) faults.push(`no name: ${tag}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than the screen: ${innerWidth}`);
  return faults;
}
