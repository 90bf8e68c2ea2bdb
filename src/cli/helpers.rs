//! The small commands: rules and their pages, schemas, templates.

use std::path::{Path, PathBuf};

use super::output::write;
use super::{Context, Done, Status};
use crate::finding::Meta;
use crate::report::metas;
use crate::words::{Msg, msg, output as words, parts};
use crate::yaml::decode::nearest;

/// Arguments of `schema`.
#[derive(clap::Args, Debug)]
pub struct SchemaArgs {
    /// Which document: topology, catalogue, check, faults, parts, diff, tests, labels, zones, addresses
    #[arg(default_value = "topology", value_parser = super::schema::KINDS.to_vec())]
    kind: String,
    /// Draft of JSON Schema: 2020-12 or 07
    #[arg(long, default_value = "2020-12", value_parser = super::schema::DRAFTS.to_vec())]
    draft: String,
}

/// Arguments of `init`.
#[derive(clap::Args, Debug)]
pub struct InitArgs {
    /// Reference design to begin from
    #[arg(long, value_name = "TEMPLATE", default_value = "s1-complete")]
    from: String,
    /// File to write, or - for the screen
    #[arg(short, long, value_name = "FILE", default_value = "topology.yaml")]
    output: PathBuf,
}

/// The rule with an id, or the one most like it as a hint.
pub fn rule(id: &str) -> Result<&'static Meta, Msg> {
    let metas = metas();
    metas.iter().find(|meta| meta.id == id).copied().ok_or_else(|| {
        let near = nearest(id, metas.iter().map(|meta| meta.id));
        match near {
            None => msg!(words::UNKNOWN_RULE, rule = id),
            Some(near) => msg!(words::UNKNOWN_RULE_NEAR, rule = id, near = near),
        }
    })
}

/// What a finding of a file that cannot be read or built may be called: these have no pages.
pub static READING_ERRORS: &[&str] = &[
    "alias-limit",
    "bad-bay",
    "bad-feed",
    "bad-fence",
    "bad-gateway",
    "bad-home",
    "bad-include",
    "bad-legs",
    "bad-link",
    "bad-name",
    "bad-quorum",
    "bad-range",
    "bad-shelf",
    "bad-uplink",
    "bad-value",
    "cannot-read",
    "complex-key",
    "duplicate-key",
    "duplicate-name",
    "empty-file",
    "encoding",
    "expansion-limit",
    "fullwidth-punctuation",
    "include-limit",
    "like-cycle",
    "merge-value",
    "missing-key",
    "nesting-limit",
    "not-a-topology",
    "not-supported-yet",
    "port-used-twice",
    "power-cycle",
    "raid-size",
    "refused-protocol",
    "several-documents",
    "size-limit",
    "tab-indentation",
    "unequal-counts",
    "unequal-ranges",
    "unknown-anchor",
    "unknown-key",
    "unknown-name",
    "unknown-part",
    "unknown-port",
    "unknown-supply",
    "unknown-tag",
    "unknown-version",
    "unlike-protocols",
    "wrong-kind",
    "wrong-part-kind",
    "wrong-type",
    "yaml-syntax",
];

/// Prints the page of a rule, or says what an error of reading is.
pub fn explain(id: &str, context: &mut Context) -> Done {
    let lang = context.lang;
    if READING_ERRORS.contains(&id) {
        context
            .out
            .print(format!("{}\n", msg!(words::READING_ERROR, rule = id).text(lang)).as_bytes());
        return Ok(Status::Clean);
    }
    if let Some((rule, about)) = crate::catalog::LINTS.iter().find(|(rule, _)| *rule == id) {
        let text = msg!(parts::LINT, rule = *rule, about = *about).text(lang);
        context.out.print(format!("{text}\n").as_bytes());
        return Ok(Status::Clean);
    }
    context.out.print(rule(id)?.page(lang).as_bytes());
    Ok(Status::Clean)
}

/// Lists the rules: id, severity, and the first line of each page.
pub fn rules(context: &mut Context) -> Done {
    let metas = metas();
    let width = metas.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in metas {
        let (severity, summary) = (rule.severity.id(), rule.summary(context.lang));
        text.push_str(&format!("{:width$}  {severity:7}  {summary}\n", rule.id));
    }
    context.out.print(text.as_bytes());
    Ok(Status::Clean)
}

/// Prints a schema.
pub fn schema(args: &SchemaArgs, context: &mut Context) -> Done {
    context.out.print(super::schema::text(&args.kind, &args.draft).as_bytes());
    Ok(Status::Clean)
}

/// The reference designs, by name.
pub static TEMPLATES: &[(&str, &str)] = &[
    ("blade-enclosure", include_str!("../../topologies/blade-enclosure/topology.yaml")),
    ("edge-core-200", include_str!("../../topologies/edge-core-200/topology.yaml")),
    ("fc-32g-alua", include_str!("../../topologies/fc-32g-alua/topology.yaml")),
    ("i2", include_str!("../../topologies/i2/topology.yaml")),
    ("iscsi-two-switches", include_str!("../../topologies/iscsi-two-switches/topology.yaml")),
    ("m1", include_str!("../../topologies/m1/topology.yaml")),
    ("m2", include_str!("../../topologies/m2/topology.yaml")),
    ("m3", include_str!("../../topologies/m3/topology.yaml")),
    ("s1-brief", include_str!("../../topologies/s1-brief/topology.yaml")),
    ("s1-complete", include_str!("../../topologies/s1-complete/topology.yaml")),
    ("s2", include_str!("../../topologies/s2/topology.yaml")),
    ("s3", include_str!("../../topologies/s3/topology.yaml")),
    ("s4", include_str!("../../topologies/s4/topology.yaml")),
    ("s4-one-controller", include_str!("../../topologies/s4-one-controller/topology.yaml")),
    ("s5", include_str!("../../topologies/s5/topology.yaml")),
    ("s6", include_str!("../../topologies/s6/topology.yaml")),
    ("stretched-pair", include_str!("../../topologies/stretched-pair/topology.yaml")),
];

/// Writes a topology file to begin from; never over one that is there.
pub fn init(args: &InitArgs, context: &mut Context) -> Done {
    let Some((_, text)) = TEMPLATES.iter().find(|(name, _)| *name == args.from) else {
        let names: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        return Err(msg!(words::UNKNOWN_TEMPLATE, template = &args.from, templates = names));
    };
    // The comment for editors points at the repository's own schema, which a user does not have.
    let text =
        text.split_once('\n').filter(|(first, _)| first.starts_with('#')).map_or(*text, |it| it.1);
    if args.output == Path::new("-") {
        context.out.print(text.as_bytes());
        return Ok(Status::Clean);
    }
    let shown = args.output.display().to_string();
    if args.output.symlink_metadata().is_ok() {
        return Err(msg!(words::ALREADY_THERE, path = shown));
    }
    write(&args.output, text.as_bytes())?;
    if !context.quiet {
        let message = msg!(words::WRITTEN, path = shown).text(context.lang);
        context.out.print(format!("{message}\n").as_bytes());
    }
    Ok(Status::Clean)
}
