//! JSON Schemas: of the files that people write, and of the JSON that the program prints.

use schemars::json_schema;

use crate::catalog::CatalogueSpec;
use crate::render::json::{
    self, AcceptanceDocument, AddressesDocument, CheckDocument, CompareDocument, DiffDocument,
    FaultsDocument, ImproveDocument, LabelsDocument, PartsDocument, WhatIfDocument, ZonesDocument,
};
use crate::spec::{TopologySpec, brief::BriefSpec, prices::PricesSpec, rates::RatesSpec};

/// Documents that have a schema.
pub const KINDS: &[&str] = &[
    "topology",
    "catalogue",
    "prices",
    "rates",
    "brief",
    "check",
    "faults",
    "parts",
    "diff",
    "compare",
    "improve",
    "tests",
    "labels",
    "zones",
    "addresses",
    "whatif",
];

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
        "prices" => generator.into_root_schema_for::<PricesSpec>(),
        "rates" => generator.into_root_schema_for::<RatesSpec>(),
        "brief" => generator.into_root_schema_for::<BriefSpec>(),
        "check" => of_output.into_root_schema_for::<CheckDocument>(),
        "parts" => of_output.into_root_schema_for::<PartsDocument>(),
        "compare" => of_output.into_root_schema_for::<CompareDocument>(),
        "diff" => of_output.into_root_schema_for::<DiffDocument>(),
        "improve" => of_output.into_root_schema_for::<ImproveDocument>(),
        "tests" => of_output.into_root_schema_for::<AcceptanceDocument>(),
        "labels" => of_output.into_root_schema_for::<LabelsDocument>(),
        "zones" => of_output.into_root_schema_for::<ZonesDocument>(),
        "addresses" => of_output.into_root_schema_for::<AddressesDocument>(),
        "whatif" => of_output.into_root_schema_for::<WhatIfDocument>(),
        "faults" => of_output.into_root_schema_for::<FaultsDocument>(),
        _ => generator.into_root_schema_for::<TopologySpec>(),
    };
    if matches!(kind, "topology" | "catalogue" | "prices" | "brief" | "rates") {
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
    if kind == "topology" {
        let snippets = snippets();
        for (section, snippets) in snippets.as_object().into_iter().flatten() {
            let place = schema.pointer_mut(&format!("/properties/{section}"));
            if let Some(it) = place.and_then(|it| it.as_object_mut()) {
                it.insert("defaultSnippets".to_owned(), snippets.clone());
            }
        }
    }
    json::document(&schema)
}

/// What an editor offers to begin a section with.
fn snippets() -> schemars::Schema {
    json_schema!({
        "target": [{ "label": "target", "body": { "any_one_fault": "${1|failover,degraded,outage|}" } }],
        "servers": [{
            "label": "server",
            "description": "A server with a card and two supplies",
            "body": { "${1:db1}": {
                "model": "${2:generic/server}",
                "adapters": { "hba1": { "model": "${3:generic/fc-hba-2}" } },
                "power": { "psu1": "${4:pdu-a}", "psu2": "${5:pdu-b}" }
            } }
        }],
        "switches": [{
            "label": "switch",
            "description": "A switch of a fabric",
            "body": { "${1:fc-a}": {
                "model": "${2:generic/fc-switch-24}",
                "fabric": "${3:A}",
                "power": { "psu1": "${4:pdu-a}" }
            } }
        }],
        "arrays": [{
            "label": "array",
            "description": "An array with a volume",
            "body": { "${1:msa}": {
                "model": "${2:generic/fc-array}",
                "power": { "psu1": "${3:pdu-a}", "psu2": "${4:pdu-b}" },
                "volumes": { "${5:data}": { "raid": "${6:raid10}", "drives": "${7:8}", "owner": "${8:A}" } }
            } }
        }],
        "shelves": [{
            "label": "shelf",
            "body": { "${1:sh1}": { "model": "${2:generic/shelf}", "behind": "${3:msa}" } }
        }],
        "enclosures": [{
            "label": "enclosure",
            "body": { "${1:c7000}": { "model": "${2:generic/blade-enclosure}" } }
        }],
        "power": [{
            "label": "feed and PDU",
            "description": "A feed of the utility and what it feeds",
            "body": {
                "${1:utility-a}": { "kind": "feed" },
                "${2:pdu-a}": { "kind": "pdu", "feed": "${1:utility-a}" }
            }
        }],
        "networks": [{
            "label": "networks",
            "description": "One for the clients and one for heartbeats",
            "body": {
                "${1:office}": { "role": "clients", "uplinks": ["${2:lan-1:24}"] },
                "${3:beat}": { "role": "heartbeat" }
            }
        }],
        "links": [{
            "label": "link",
            "description": "One cable",
            "body": ["${1:db1:hba1/1} -- ${2:fc-a:0}"]
        }],
        "mirrors": [{
            "label": "mirror",
            "description": "Two servers that keep the same data",
            "body": { "${1:data}": { "by": "host", "legs": ["${2:db1}", "${3:db2}"], "over": ["${4:repl}"] } }
        }],
        "clusters": [{
            "label": "cluster",
            "description": "Two nodes with a quorum volume",
            "body": { "${1:ha}": {
                "nodes": ["${2:db1}", "${3:db2}"],
                "mode": "active-standby",
                "heartbeat": ["${4:beat}"],
                "quorum": { "volume": "${5:msa:quorum}" }
            } }
        }],
        "services": [{
            "label": "service",
            "body": { "${1:erp}": {
                "cluster": "${2:ha}",
                "home": "${3:db1}",
                "volumes": ["${4:msa:data}"],
                "clients": "${5:office}"
            } }
        }],
        "waivers": [{
            "label": "waiver",
            "description": "A finding that is accepted until a day",
            "body": [{
                "rule": "${1:single-point}",
                "at": "${2:msa}",
                "reason": "${3:why it is accepted}",
                "until": "${4:2027-06-30}"
            }]
        }]
    })
}
