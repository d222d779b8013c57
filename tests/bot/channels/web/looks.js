// Run inside a page: returns what a person could not read, touch or name there. Contrast as in WCAG 2.2, 1.4.3 and
// 1.4.11; targets of 44 px, but for what is closed.
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
  const ratio = (one, other) => {
    const [a, b] = [light(one), light(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const faults = [];
  for (const node of document.querySelectorAll("body *")) {
    const box = node.getBoundingClientRect(), style = getComputedStyle(node), tag = node.outerHTML.slice(0, 90);
    if (!box.width || !box.height || style.visibility === "hidden" || style.clipPath.includes("50%")) continue;
    const speaks = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const reads = ratio(parts(style.color), ground(node));
    if (speaks && reads < 4.5) faults.push(`contrast ${reads.toFixed(2)}: ${tag}`);
    const field = node.matches("input, textarea");
    if (field && ratio(parts(style.borderTopColor), ground(node.parentElement)) < 3) faults.push(`faint edge: ${tag}`);
    if (field && node.placeholder && ratio(parts(getComputedStyle(node, "::placeholder").color), ground(node)) < 4.5)
      faults.push(`faint hint: ${tag}`);
    const target = (field || node.matches("button, a")) && node.ariaDisabled !== "true";
    if (target && Math.min(box.height, box.width) < 43.9) faults.push(`small target: ${tag}`);
    if (field && !node.labels.length) faults.push(`no label: ${tag}`);
    if (node.matches("button, a") && !(node.textContent.trim() || node.ariaLabel)) faults.push(`no name: ${tag}`);
    if (box.right > innerWidth + 0.5 || box.left < -0.5) faults.push(`off the screen: ${tag}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than the screen: ${innerWidth}`);
  return faults;
}
