//! Colours and the font of the page's style sheet, for what is drawn on a canvas.

use web_sys::{CssStyleDeclaration, Element};

/// An opaque colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rgb(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Rgb {
    /// Reads `#rrggbb`.
    pub(crate) fn from_hex(text: &str) -> Option<Rgb> {
        let digits = text.trim().strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Rgb(part(0)?, part(2)?, part(4)?))
    }

    /// As CSS.
    pub(crate) fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// As CSS, with an opacity.
    pub(crate) fn css_alpha(self, alpha: f64) -> String {
        format!("rgb({} {} {} / {alpha})", self.0, self.1, self.2)
    }

    /// Relative luminance as in WCAG 2.
    pub(crate) fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast to another colour as in WCAG 2, from 1 to 21.
    pub(crate) fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is easier to read on this colour.
    pub(crate) fn readable(self) -> Rgb {
        let (black, white) = (Rgb(0x1c, 0x23, 0x28), Rgb(255, 255, 255));
        if self.contrast(white) >= self.contrast(black) { white } else { black }
    }
}

/// The neutral colours and the font of the page as it looks now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ink {
    pub(crate) panel: Rgb,
    pub(crate) ink: Rgb,
    pub(crate) ink_2: Rgb,
    pub(crate) ink_3: Rgb,
    pub(crate) line: Rgb,
    pub(crate) line_2: Rgb,
    pub(crate) edge: Rgb,
    pub(crate) accent: Rgb,
    /// Font families as CSS.
    pub(crate) family: String,
}

impl Ink {
    /// What the style sheet says for `element`.
    pub(crate) fn of(element: &Element) -> Ink {
        let style = web_sys::window().and_then(|w| w.get_computed_style(element).ok().flatten());
        let value = |name: &str| property(style.as_ref(), name);
        let colour = |name: &str, otherwise: Rgb| Rgb::from_hex(&value(name)).unwrap_or(otherwise);
        let family = value("font-family");
        Ink {
            panel: colour("--panel", Rgb(255, 255, 255)),
            ink: colour("--ink", Rgb(28, 35, 40)),
            ink_2: colour("--ink-2", Rgb(85, 98, 107)),
            ink_3: colour("--ink-3", Rgb(101, 114, 123)),
            line: colour("--line", Rgb(223, 227, 230)),
            line_2: colour("--line-2", Rgb(236, 239, 241)),
            edge: colour("--edge", Rgb(139, 150, 158)),
            accent: colour("--accent", Rgb(11, 92, 173)),
            family: if family.is_empty() { "sans-serif".to_owned() } else { family },
        }
    }

    /// A font as a canvas wants it, `size` in device pixels.
    pub(crate) fn font(&self, size: f64, weight: u32) -> String {
        format!("{weight} {size:.2}px {}", self.family)
    }
}

fn property(style: Option<&CssStyleDeclaration>, name: &str) -> String {
    style.and_then(|s| s.get_property_value(name).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn colours_are_read_and_written_as_hex() {
        assert_eq!(Rgb::from_hex(" #1B9E77"), Some(Rgb(0x1b, 0x9e, 0x77)));
        assert_eq!(Rgb::from_hex("#1b9e77").map(Rgb::css).as_deref(), Some("#1b9e77"));
        for wrong in ["", "#fff", "1b9e77", "#1b9e7g", "#1b9e7é"] {
            assert_eq!(Rgb::from_hex(wrong), None, "{wrong}");
        }
    }

    #[wasm_bindgen_test]
    fn letters_on_a_colour_are_the_easier_ones_to_read() {
        assert_eq!(Rgb(0xf2, 0xe3, 0x94).readable(), Rgb(0x1c, 0x23, 0x28));
        assert_eq!(Rgb(0x2b, 0x4f, 0xb0).readable(), Rgb(255, 255, 255));
        assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 1e-9);
    }
}
