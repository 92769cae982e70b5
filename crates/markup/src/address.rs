//! Addresses within the house. What somebody typed stands in them so that it cannot be read as anything else (RFC 3986, 2.1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a value as it is: the unreserved characters, and the slashes of a path to go back to.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A text as it stands in an address.
pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// The part of an address behind the question mark: a value for each name, in this order.
pub fn query_of<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> String {
    let pairs =
        pairs.into_iter().map(|(name, value)| format!("{}={}", name.as_ref(), escaped(value.as_ref())));
    pairs.collect::<Vec<_>>().join("&")
}

/// A path with a value for each name, in this order; just the path without any.
pub fn address<N: AsRef<str>, V: AsRef<str>>(path: &str, pairs: impl IntoIterator<Item = (N, V)>) -> String {
    let query = query_of(pairs);
    let joint = if path.contains('?') { '&' } else { '?' };
    if query.is_empty() { path.to_owned() } else { format!("{path}{joint}{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_from_an_address() {
        assert_eq!(address("/assets", Vec::<(&str, &str)>::new()), "/assets");
        let typed = [("kind", "printer"), ("words", "50% ü&=+"), ("next", "/my?a=1")];
        assert_eq!(
            address("/assets", typed),
            "/assets?kind=printer&words=50%25%20%C3%BC%26%3D%2B&next=/my%3Fa%3D1"
        );
        assert_eq!(address("/people?org=org_1", [("after", "A b")]), "/people?org=org_1&after=A%20b");
    }
}
