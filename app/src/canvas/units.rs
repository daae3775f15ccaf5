//! Coordinate spaces in types, so that they cannot be mixed up.

use std::ops::{Add, AddAssign, Neg, Sub};

/// A length or position in CSS pixels, as layout and pointer events give it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub(crate) struct CssPx(pub(crate) f64);

/// A length or position in pixels of the screen, as a canvas stores them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct DevicePx(pub(crate) u32);

/// Device pixels per CSS pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PixelRatio(pub(crate) f64);

impl CssPx {
    /// The whole device pixel that is nearest.
    pub(crate) fn to_device(self, ratio: PixelRatio) -> DevicePx {
        // Saturates: a negative or absurd length is no pixel or very many, never a panic.
        DevicePx((self.0 * ratio.0).round() as u32)
    }
}

impl Add for CssPx {
    type Output = CssPx;
    fn add(self, other: CssPx) -> CssPx {
        CssPx(self.0 + other.0)
    }
}

impl AddAssign for CssPx {
    fn add_assign(&mut self, other: CssPx) {
        self.0 += other.0;
    }
}

impl Sub for CssPx {
    type Output = CssPx;
    fn sub(self, other: CssPx) -> CssPx {
        CssPx(self.0 - other.0)
    }
}

impl Neg for CssPx {
    type Output = CssPx;
    fn neg(self) -> CssPx {
        CssPx(-self.0)
    }
}

/// A point of a surface, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Point {
    pub(crate) x: CssPx,
    pub(crate) y: CssPx,
}

impl Point {
    pub(crate) fn new(x: f64, y: f64) -> Point {
        Point { x: CssPx(x), y: CssPx(y) }
    }

    /// How far apart two points are.
    pub(crate) fn distance(self, other: Point) -> CssPx {
        CssPx((self.x.0 - other.x.0).hypot(self.y.0 - other.y.0))
    }

    /// Halfway between two points.
    pub(crate) fn middle(self, other: Point) -> Point {
        Point::new((self.x.0 + other.x.0) / 2.0, (self.y.0 + other.y.0) / 2.0)
    }
}
