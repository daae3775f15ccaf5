//! Seeded random numbers that are the same on every machine: SplitMix64 (Steele, Lea & Flood 2014) and the few distributions a plant
//! needs, with transcendental functions from `libm` so that the last bit agrees too.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A stream for a seed and a purpose: streams of different purposes do not disturb each other, so that one more draw for
    /// breakdowns does not change which unit fails its test.
    pub fn new(seed: u64, purpose: &str) -> Self {
        let mut state = seed ^ 0x9E37_79B9_7F4A_7C15;
        for byte in purpose.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
        let mut rng = Rng(state);
        rng.bits();
        rng
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in `[0, 1)`.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform in `[low, high)`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Exponential with this mean: times between failures, repair times.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// Normal by Box and Muller (one of the pair is enough here).
    pub fn normal(&mut self, mean: f64, sd: f64) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        mean + sd * radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// One of `choices`, which must not be empty.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[(self.bits() % choices.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_purposes_are_apart() {
        let draw =
            |seed, purpose| (0..4).map(|_| 0).scan(Rng::new(seed, purpose), |r, _| Some(r.bits())).collect::<Vec<_>>();
        assert_eq!(draw(7, "repair"), draw(7, "repair"));
        assert_ne!(draw(7, "repair"), draw(7, "test"));
        assert_ne!(draw(7, "repair"), draw(8, "repair"));
    }

    #[test]
    fn an_exponential_has_its_mean_and_a_normal_its_spread() {
        let mut rng = Rng::new(1, "check");
        let n = 20_000;
        let mean = (0..n).map(|_| rng.exponential(5.0)).sum::<f64>() / f64::from(n);
        assert!((mean - 5.0).abs() < 0.15, "{mean}");
        let spread = (0..n).map(|_| rng.normal(0.0, 2.0).powi(2)).sum::<f64>() / f64::from(n);
        assert!((spread - 4.0).abs() < 0.2, "{spread}");
    }
}
