//! JSON Schemas: of the files that people write, and of the JSON that the program prints.

use schemars::json_schema;

use crate::catalog::CatalogueSpec;
use crate::render::json::{self, CheckDocument, FaultsDocument};
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
    let mut schema = match kind {
        "catalogue" => generator.into_root_schema_for::<CatalogueSpec>(),
        "check" => of_output.into_root_schema_for::<CheckDocument>(),
        "faults" => of_output.into_root_schema_for::<FaultsDocument>(),
        _ => generator.into_root_schema_for::<TopologySpec>(),
    };
    if matches!(kind, "topology" | "catalogue") {
        // There is one version, and the kind of file is known here.
        let version = "Version of the format; 1.";
        let version = json_schema!({ "description": version, "const": 1 });
        let what = "What the file is.";
        let what = json_schema!({ "description": what, "type": "string", "enum": [kind] });
        for (place, of_key) in [("/properties/haplan", version), ("/properties/kind", what)] {
            if let Some(it) = schema.pointer_mut(place) {
                *it = of_key.into();
            }
        }
    }
    json::document(&schema)
}
