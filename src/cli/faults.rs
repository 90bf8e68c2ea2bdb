//! `haplan faults`: what each fault, or a given set, does to each service.

use std::path::PathBuf;

use super::input::Loader;
use super::output::emit;
use super::{Context, Done, OutputArgs, Status};
use crate::render::{faults_text, json};
use crate::sheet::faults::{Question, faults};
use crate::topology::{CompId, ServiceId};
use crate::words::{msg, output as words};
use crate::yaml::decode::nearest;

/// Arguments of `faults`.
#[derive(clap::Args, Debug)]
pub struct FaultsArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Look for sets of up to so many components that stop a service
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3), value_name = "K")]
    order: u8,
    /// A component that fails; repeatable, then all fail together
    #[arg(long, value_name = "ID", conflicts_with = "order")]
    fail: Vec<String>,
    /// One service only
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

pub const FORMATS: &[&str] = &["text", "json"];

/// Most faults that are judged together: the work doubles with each.
const MOST_FAULTS: usize = 16;

/// Runs the command.
pub fn run(args: &FaultsArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let services: Vec<ServiceId> = topology
        .service_ids()
        .filter(|&id| args.service.as_ref().is_none_or(|name| topology[id].name == name.as_str()))
        .collect();
    if let (Some(name), true) = (&args.service, services.is_empty()) {
        return Err(msg!(words::UNKNOWN_SERVICE, service = name));
    }
    let mut failing: Vec<CompId> = Vec::new();
    for id in &args.fail {
        match topology.component(id) {
            Some(comp) => failing.push(comp),
            None => {
                let known = topology.components.iter().map(|it| it.id.as_str());
                if let Some(near) = nearest(id, known) {
                    let hint = msg!(crate::words::reading::DID_YOU_MEAN, near = near);
                    context.out.error(&hint.text(context.lang));
                }
                return Err(msg!(words::UNKNOWN_COMPONENT, component = id));
            }
        }
    }
    failing.sort_unstable();
    failing.dedup();
    if failing.len() > MOST_FAULTS {
        return Err(msg!(words::TOO_MANY_FAULTS, most = MOST_FAULTS));
    }
    let question = match failing.is_empty() {
        true => Question::Order(args.order.into()),
        false => Question::Set(&failing),
    };
    let sheet = faults(&topology, &services, &question);
    let (lang, verbose) = (context.lang, context.verbose);
    emit(&args.output, "faults", FORMATS, &context.out, |format, color| {
        Ok(match format {
            "json" => json::faults(&sheet),
            _ => faults_text::render(&sheet, color, lang, verbose),
        })
    })?;
    Ok(Status::Clean)
}
