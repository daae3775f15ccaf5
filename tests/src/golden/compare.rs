//! JSON against JSON, numbers within a tolerance.

use serde_json::Value;

/// The first place where `actual` is not what was `expected`, as a sentence; `None` when there is none. Whole numbers and everything that
/// is no number must be equal; other numbers may differ by `tolerance` relative to the larger one.
pub fn difference(expected: &Value, actual: &Value, tolerance: f64) -> Option<String> {
    // Pairs still to be compared, with where they lie: answers may nest as deep as they like.
    let mut waiting = vec![(String::new(), expected, actual)];
    while let Some((at, expected, actual)) = waiting.pop() {
        match (expected, actual) {
            (Value::Object(want), Value::Object(have)) => {
                if let Some(key) = want.keys().find(|key| !have.contains_key(*key)) {
                    return Some(format!("{at}/{key} is missing"));
                }
                for (key, have) in have {
                    match want.get(key) {
                        Some(want) => waiting.push((format!("{at}/{key}"), want, have)),
                        None => return Some(format!("{at}/{key} was not expected: {have}")),
                    }
                }
            }
            (Value::Array(want), Value::Array(have)) => {
                if want.len() != have.len() {
                    return Some(format!("{at} has {} elements, expected {}", have.len(), want.len()));
                }
                let pairs = want.iter().zip(have).enumerate();
                waiting.extend(pairs.map(|(i, (want, have))| (format!("{at}/{i}"), want, have)));
            }
            (Value::Number(want), Value::Number(have)) if near(want, have, tolerance) => {}
            (want, have) if want == have => {}
            (want, have) => return Some(format!("{at} is {have}, expected {want}")),
        }
    }
    None
}

fn near(want: &serde_json::Number, have: &serde_json::Number, tolerance: f64) -> bool {
    match (want.as_f64(), have.as_f64()) {
        (Some(want), Some(have)) => want == have || (want - have).abs() <= tolerance * want.abs().max(have.abs()),
        _ => want == have,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_answers_have_no_difference_and_others_name_the_place() {
        let answer = json!({"a": [1, 2.5, null], "b": {"c": "x"}});
        assert_eq!(difference(&answer, &answer, 0.0), None);
        let said = |expected: Value| difference(&expected, &answer, 1e-9).unwrap_or_default();
        assert_eq!(said(json!({"a": [1, 2.5, 0], "b": {"c": "x"}})), "/a/2 is null, expected 0");
        assert_eq!(said(json!({"a": [1, 2.5], "b": {"c": "x"}})), "/a has 3 elements, expected 2");
        assert_eq!(said(json!({"a": [1, 2.5, null]})), "/b was not expected: {\"c\":\"x\"}");
        assert_eq!(said(json!({"a": [1, 2.5, null], "b": {"c": "x", "d": 1}})), "/b/d is missing");
        assert_eq!(said(json!({"a": [1, 2.500001, null], "b": {"c": "x"}})), "/a/1 is 2.5, expected 2.500001");
        assert_eq!(said(json!({"a": [1, 2.500000000001, null], "b": {"c": "x"}})), "");
    }
}
