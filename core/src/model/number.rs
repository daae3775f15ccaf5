//! Numbers as tables and logs write them.

/// A decimal number such as `12`, `-0.5`, `+.5`, `1e-3`; correctly rounded. `None` for anything else, and for what is too large.
///
/// Read by the JSON reader, which a program has anyway: the standard library's reader does the same with ten kilobytes of tables of its
/// own, a fiftieth of a browser's download.
pub fn parse_number(text: &str) -> Option<f64> {
    // JSON forbids `+`, zeros in front, and a point without a digit on either side.
    let plain = text.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && text.as_bytes().last().is_some_and(u8::is_ascii_digit);
    match plain.then(|| serde_json::from_str(text)) {
        Some(Ok(number)) => Some(number),
        _ => serde_json::from_str(&in_json(text)?).ok(),
    }
}

/// The same number as JSON writes it.
fn in_json(text: &str) -> Option<String> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let (digits, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let exponent = exponent.unwrap_or("0");
    if !exponent.bytes().last()?.is_ascii_digit() || !all_digits(exponent.trim_start_matches(['+', '-'])) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    // A fraction of `0` makes a whole number a decimal one, so that its sign stays even at zero.
    Some(format!("{sign}{whole}.{fraction}0e{exponent}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn expected(text: &str) -> Option<f64> {
        // The library reads names as well.
        text.parse().ok().filter(|n: &f64| n.is_finite() && !text.contains(['n', 'N', 'i', 'I']))
    }

    fn same(text: &str) -> Result<(), TestCaseError> {
        let bits = |n: Option<f64>| n.map(f64::to_bits);
        prop_assert_eq!(bits(parse_number(text)), bits(expected(text)), "{}", text);
        Ok(())
    }

    #[test]
    fn what_people_write_is_read_and_nothing_else() {
        for text in [
            "0",
            "-0",
            "+0",
            "007",
            "1.",
            ".5",
            "-.5",
            "+1.25",
            "1e3",
            "1E-3",
            "1.5e+300",
            "9007199254740993",
            "1e400",
            "",
            ".",
            "-",
            "+",
            "e5",
            "1e",
            "1e+",
            "1e+-5",
            "1e5.5",
            "--1",
            "1_000",
            "1,5",
            " 1",
            "1 ",
            "inf",
            "NaN",
            "0x10",
            "1e999999999999",
            "12a",
            "é",
            "123456789012345678901234567890",
            "0.000000000000000000000000000000000001",
            "1.7976931348623157e308",
            "5e-324",
            "2e-324",
        ] {
            same(text).expect("the library's number");
        }
    }

    proptest! {
        #[test]
        fn every_number_is_the_librarys(bits in any::<u64>(), digits in "[-+]?[0-9]{0,22}\\.?[0-9]{0,22}([eE][-+]?[0-9]{1,3})?") {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                same(&number.to_string())?;
                same(&format!("{number:e}"))?;
            }
            same(&digits)?;
        }

        #[test]
        fn text_near_a_number_is_read_as_the_library_reads_it(text in "[-+.0-9eE]{0,12}") {
            same(&text)?;
        }
    }
}
