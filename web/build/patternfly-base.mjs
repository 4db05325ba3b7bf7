/**
 * Takes from PatternFly's base style sheet what the page has no use for: the font files beside the one
 * for running text, and the looks that are never switched on. Browsers read every rule before they draw.
 */
const unusedThemes = /:root:where\([^)]*pf-v6-theme-(?:felt|glass|high-contrast)[^)]*\)\s*\{[^}]*\}/g;
const fontFaces = /@font-face\s*\{[^}]*\}/g;

export function patternflyBase() {
  return {
    name: 'pando:patternfly-base',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@patternfly/react-core/dist/styles/base.css')) return null;
      return code
        .replace(unusedThemes, '')
        .replace(fontFaces, (face) => (face.includes('RedHatTextVF.woff2') ? face : ''));
    },
  };
}
