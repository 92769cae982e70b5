//! Forms drawn from schemas of every kind, and from schemas that are wrong.

use super::*;
use serde_json::json;

fn draw(schema: &Value, values: &Value) -> String {
    schema_form(&ActForm { values, ..ActForm::new("f", "/do", "Do it", schema) }).into_string()
}

fn one_field(property: Value) -> String {
    draw(&json!({"properties": {"thing": property}}), &Value::Null)
}

#[test]
fn each_kind_of_value_has_its_field() {
    for (property, expected) in [
        (json!({"type": "string"}), "type=\"text\""),
        (json!({"type": ["string", "null"], "format": "date"}), "type=\"date\""),
        (json!({"type": "string", "format": "date-time"}), "type=\"datetime-local\""),
        (json!({"type": "string", "format": "email"}), "type=\"email\""),
        (json!({"type": "string", "writeOnly": true}), "type=\"password\""),
        (json!({"type": "string", "x-long": true}), "<textarea"),
        (json!({"type": "integer", "format": "uint16", "maximum": 9}), "min=\"0\" max=\"9\""),
        (json!({"type": "boolean"}), "type=\"checkbox\""),
        (json!({"type": "array", "items": {"type": "string"}}), "<textarea"),
        (
            json!({"enum": ["SharedStation", "EHR", null]}),
            "<option value=\"SharedStation\">Shared station</option>",
        ),
        (json!({"enum": ["EHR", null]}), ">EHR</option>"),
        (json!({"oneOf": [{"const": "a", "title": "Ay"}, {"enum": ["b_c"]}]}), ">B c</option>"),
        (
            json!({"type": "array", "items": {"enum": ["a", "b"]}}),
            "type=\"checkbox\" name=\"thing\" value=\"b\"",
        ),
        (json!({"type": "array", "items": {"type": "object"}}), "<textarea"),
    ] {
        let html = one_field(property.clone());
        assert!(html.contains(expected), "{property} gave {html}");
    }
}

#[test]
fn what_must_be_said_comes_first_in_its_own_sequence() {
    let schema = json!({
        "required": ["zeta", "alpha"],
        "properties": {"alpha": {"type": "string"}, "beta": {"type": "string"}, "zeta": {"type": "string"}},
    });
    let names: Vec<String> = shape::slots(&schema).into_iter().map(|slot| slot.name).collect();
    assert_eq!(names, ["zeta", "alpha", "beta"]);
    let ordered = json!({"properties": {"a": {"x-order": 2}, "b": {"x-order": 1}}});
    assert_eq!(shape::slots(&ordered)[0].name, "b");
}

#[test]
fn a_box_may_stay_unchecked() {
    let schema = json!({"required": ["affected"], "properties": {"affected": {"type": "boolean"}}});
    assert!(!draw(&schema, &Value::Null).contains("required"));
}

#[test]
fn what_was_typed_stays_and_the_message_stands_beside_it() {
    let schema = json!({"required": ["count"], "properties": {"count": {"type": "integer"}}});
    let errors = BTreeMap::from([("count".to_owned(), "Write a number.".to_owned())]);
    let values = json!({"count": "many <b>"});
    let html =
        schema_form(&ActForm { values: &values, errors: &errors, ..ActForm::new("f", "/do", "Do", &schema) });
    let html = html.into_string();
    assert!(html.contains("value=\"many &lt;b&gt;\""), "{html}");
    assert!(html.contains("aria-describedby=\"f-count-error\""), "{html}");
    assert!(html.contains("id=\"f-count-error\">Write a number."), "{html}");
}

#[test]
fn a_secret_is_never_written_back() {
    let schema = json!({"properties": {"pin": {"type": "string", "writeOnly": true},
        "note": {"type": "string", "x-long": true, "writeOnly": true}}});
    let html = draw(&schema, &json!({"pin": "1234", "note": "5678"}));
    assert!(!html.contains("1234") && !html.contains("5678"), "{html}");
}

#[test]
fn nested_fields_find_their_values_both_ways() {
    let schema = json!({"properties": {"contact": {"$ref": "#/$defs/C"}},
        "$defs": {"C": {"type": "object", "properties": {"name": {"type": "string"}}}}});
    for values in [json!({"contact": {"name": "Jo"}}), json!({"contact.name": "Jo"})] {
        let html = draw(&schema, &values);
        assert!(html.contains("name=\"contact.name\" type=\"text\" value=\"Jo\""), "{html}");
    }
}

#[test]
fn fields_that_the_address_says_are_left_out() {
    let schema = json!({"required": ["ticket_id"], "properties": {"ticket_id": {"type": "string"},
        "text": {"type": "string"}}});
    let html = schema_form(&ActForm {
        leave_out: &["ticket_id"],
        hidden: &[("version", "3")],
        ..ActForm::new("f", "/do", "Reply", &schema)
    });
    let html = html.into_string();
    assert!(!html.contains("ticket_id") && html.contains("name=\"version\" value=\"3\""), "{html}");
}

#[test]
fn a_wrong_schema_never_hangs_or_panics() {
    for schema in [
        json!(null),
        json!([]),
        json!({"properties": 3}),
        json!({"properties": {"a": null, "b": true, "c": {"$ref": "#/nowhere"}, "d": {"$ref": 3}}}),
        json!({"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}}),
        json!({"properties": {"a": {"$ref": "#/$defs/A"}},
            "$defs": {"A": {"type": "object", "properties": {"next": {"$ref": "#/$defs/A"}}}}}),
        json!({"properties": {"a": {"oneOf": []}, "b": {"anyOf": [{"type": "null"}]}, "c": {"enum": [1,
            2]}}}),
    ] {
        assert!(draw(&schema, &json!({"a": [1, {"b": null}]})).contains("Do it"));
    }
}
