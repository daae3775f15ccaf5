//! A canvas whose stored pixels are the screen's pixels, whatever the zoom and the device.

use super::units::{CssPx, DevicePx, PixelRatio};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver, ResizeObserverBoxOptions, ResizeObserverEntry,
    ResizeObserverOptions, ResizeObserverSize,
};

/// How large a surface is, in both spaces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Size {
    pub(crate) width: CssPx,
    pub(crate) height: CssPx,
    /// Stored pixels: exactly those that the element covers on the screen.
    pub(crate) device_width: DevicePx,
    pub(crate) device_height: DevicePx,
    pub(crate) ratio: PixelRatio,
}

impl Size {
    /// True when there is nothing to draw on, as in a hidden element.
    pub(crate) fn is_empty(self) -> bool {
        self.device_width.0 == 0 || self.device_height.0 == 0
    }
}

/// A canvas, its context and its size. Dropping it stops observing.
pub(crate) struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    size: Rc<Cell<Size>>,
    observer: ResizeObserver,
    _on_resize: Closure<dyn FnMut(js_sys::Array)>,
}

impl Surface {
    /// Watches a canvas; `changed` is called whenever its size or the pixel ratio changed, and once at the start.
    ///
    /// The canvas needs a size of its own by style: its content must not determine it.
    pub(crate) fn new(canvas: HtmlCanvasElement, changed: impl Fn() + 'static) -> Result<Surface, JsValue> {
        let context = canvas
            .get_context("2d")?
            .ok_or_else(|| JsValue::from_str("This browser gives no canvas to draw on."))?
            .unchecked_into::<CanvasRenderingContext2d>();
        let size = Rc::new(Cell::new(measure(&canvas, None)));
        let seen = Rc::clone(&size);
        let of = canvas.clone();
        let on_resize = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let exact = entries.get(entries.length().saturating_sub(1)).dyn_into().ok().and_then(|e| exact_pixels(&e));
            let new = measure(&of, exact);
            if new != seen.get() || of.width() != new.device_width.0 || of.height() != new.device_height.0 {
                seen.set(new);
                // Setting a size clears the canvas, so the drawing must follow at once.
                of.set_width(new.device_width.0);
                of.set_height(new.device_height.0);
            }
            changed();
        });
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref())?;
        let options = ResizeObserverOptions::new();
        // In device pixels the observer also fires when only the pixel ratio changed. Browsers without it throw.
        options.set_box(ResizeObserverBoxOptions::DevicePixelContentBox);
        if js_sys::Reflect::has(&prototype(), &"devicePixelContentBoxSize".into()).unwrap_or(false) {
            observer.observe_with_options(&canvas, &options);
        } else {
            observer.observe(&canvas);
        }
        Ok(Surface { canvas, context, size, observer, _on_resize: on_resize })
    }

    /// What to draw with; coordinates are device pixels.
    pub(crate) fn context(&self) -> &CanvasRenderingContext2d {
        &self.context
    }

    /// The canvas.
    pub(crate) fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// How large it is.
    pub(crate) fn size(&self) -> Size {
        self.size.get()
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn prototype() -> JsValue {
    let entry = js_sys::Reflect::get(&js_sys::global(), &"ResizeObserverEntry".into()).unwrap_or_default();
    let prototype = js_sys::Reflect::get(&entry, &"prototype".into()).unwrap_or_default();
    if prototype.is_object() { prototype } else { js_sys::Object::new().into() }
}

/// The device pixels that an element covers, where the browser says so.
fn exact_pixels(entry: &ResizeObserverEntry) -> Option<(DevicePx, DevicePx)> {
    let sizes = js_sys::Reflect::get(entry, &"devicePixelContentBoxSize".into()).ok()?;
    let size: ResizeObserverSize = js_sys::Reflect::get_u32(&sizes, 0).ok()?.dyn_into().ok()?;
    // Whole numbers far below 2^32.
    Some((DevicePx(size.inline_size() as u32), DevicePx(size.block_size() as u32)))
}

fn measure(canvas: &HtmlCanvasElement, exact: Option<(DevicePx, DevicePx)>) -> Size {
    let ratio = PixelRatio(web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()));
    let (width, height) = (CssPx(f64::from(canvas.client_width())), CssPx(f64::from(canvas.client_height())));
    let computed = (width.to_device(ratio), height.to_device(ratio));
    // What the observer says may be off by rounding only. Where a browser pretends another pixel ratio it says nonsense.
    let near = |a: DevicePx, b: DevicePx| a.0.abs_diff(b.0) <= 2;
    let (device_width, device_height) =
        exact.filter(|exact| near(exact.0, computed.0) && near(exact.1, computed.1)).unwrap_or(computed);
    Size { width, height, device_width, device_height, ratio }
}
