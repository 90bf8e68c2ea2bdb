//! JSON Schemas: of the files that people write, and of the JSON that the program prints.

use serde_json::{Value, json};

use crate::catalog::CatalogueSpec;
use crate::render::json::{CheckDocument, FaultsDocument};
use crate::spec::TopologySpec;

/// Documents that have a schema.
pub const KINDS: &[&str] = &["topology", "catalogue", "check", "faults"];

/// Drafts of JSON Schema in which it is given, the first by default.
pub const DRAFTS: &[&str] = &["2020-12", "07"];

/// The schema of a kind of document in a draft.
pub fn text(kind: &str, draft: &str) -> String {
    let settings = match draft {
        "07" => schemars::generate::SchemaSettings::draft07(),
        _ => schemars::generate::SchemaSettings::draft2020_12(),
    };
    let of_output = settings.clone().for_serialize().into_generator();
    let generator = settings.into_generator();
    let mut schema: Value = match kind {
        "catalogue" => generator.into_root_schema_for::<CatalogueSpec>(),
        "check" => of_output.into_root_schema_for::<CheckDocument>(),
        "faults" => of_output.into_root_schema_for::<FaultsDocument>(),
        _ => generator.into_root_schema_for::<TopologySpec>(),
    }
    .into();
    if matches!(kind, "topology" | "catalogue") {
        // The kind of file is known here, and there is one version.
        let (version, is) = (json!(1), json!([kind]));
        if let Some(it) = schema.pointer_mut("/properties/haplan").and_then(Value::as_object_mut) {
            it.retain(|key, _| key == "description");
            it.insert("const".to_owned(), version);
        }
        if let Some(it) = schema.pointer_mut("/properties/kind").and_then(Value::as_object_mut) {
            it.retain(|key, _| key == "description");
            it.insert("enum".to_owned(), is);
        }
    }
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
