//! What CI systems run of ours: the steps of the action, the job for GitLab, the Indexed Job of Kubernetes, and the
//! hook for pre-commit, each read out of its file and run as far as that goes here.
#![cfg(test)]
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_haplan"))
}

/// A folder with a design that one fault stops, and a sound one.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["s1-brief", "s4"] {
        let design = text(&format!("topologies/{name}/topology.yaml"));
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("topology.yaml"), design).unwrap();
    }
    folder
}

/// Runs a script with the program on the path and nothing of this environment but that.
fn shell(shell: &str, script: &str, folder: &Path, env: &[(&str, &str)]) -> Output {
    let mut path = program().parent().unwrap().as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    let mut command = Command::new(shell);
    if shell == "bash" {
        // As the runner starts it.
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]);
    }
    let command = command.args(["-c", script]).current_dir(folder).env_clear().env("PATH", path);
    command.envs(env.iter().copied()).output().unwrap()
}

/// Runs the check step of the action with some of its inputs given, as (status, screen, outputs).
fn action(folder: &Path, given: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let step = steps.iter().find(|it| it["id"] == "check").unwrap();
    let input = |name: &str| -> String {
        let default = &action["inputs"][name]["default"];
        let default = default.as_str().unwrap_or_else(|| panic!("no input {name}"));
        let given = given.iter().find(|it| it.0 == name);
        given.map_or(default, |it| it.1).to_owned()
    };
    let temp = tempfile::tempdir().unwrap();
    let at = |name: &str| temp.path().join(name).to_str().unwrap().to_owned();
    let mut env: Vec<(String, String)> = vec![
        ("RUNNER_TEMP".into(), at("")),
        ("GITHUB_OUTPUT".into(), at("outputs")),
        ("GITHUB_STEP_SUMMARY".into(), at("summary")),
    ];
    for (name, value) in step["env"].as_mapping().unwrap() {
        let value = value.as_str().unwrap().trim();
        let value =
            value.strip_prefix("${{ inputs.").and_then(|it| it.strip_suffix(" }}")).unwrap();
        env.push((name.as_str().unwrap().to_owned(), input(value)));
    }
    let env: Vec<(&str, &str)> = env.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let output = shell("bash", step["run"].as_str().unwrap(), folder, &env);
    let outputs = fs::read_to_string(at("outputs")).unwrap_or_default();
    let summary = fs::read_to_string(at("summary")).unwrap_or_default();
    let mut screen = String::from_utf8(output.stdout).unwrap();
    screen.push_str(&String::from_utf8(output.stderr).unwrap());
    if !outputs.is_empty() {
        assert!(summary.starts_with("### haplan"), "{summary}");
        assert!(outputs.contains("json=") && fs::metadata(at("haplan.json")).is_ok(), "{outputs}");
    }
    (output.status.code(), screen, outputs)
}

#[test]
fn the_action_annotates_and_writes_sarif() {
    let folder = repository();
    let binary = ("binary", program().to_str().unwrap().to_owned());
    let binary = (binary.0, binary.1.as_str());
    let (status, screen, outputs) = action(folder.path(), &[binary]);
    assert_eq!(status, Some(1), "{screen}");
    assert!(screen.contains("::error file=s1-brief/topology.yaml,line=20,col=3,"), "{screen}");
    assert!(outputs.starts_with("sarif=haplan.sarif\n"), "{outputs}");
    let sarif = fs::read(folder.path().join("haplan.sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_slice(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");

    let (status, screen, _) = action(folder.path(), &[binary, ("paths", "s4\n")]);
    assert_eq!(status, Some(0), "{screen}");
    let (status, screen, _) =
        action(folder.path(), &[binary, ("paths", "s4"), ("fail-on", "note"), ("lang", "zh")]);
    assert_eq!(status, Some(1), "{screen}");
    assert!(screen.contains("%0A建议："), "{screen}");
    let known = [binary, ("baseline", "haplan.sarif"), ("sarif", "new.sarif")];
    assert_eq!(
        action(folder.path(), &known).0,
        Some(1),
        "a baseline of one design knows not the other"
    );
    action(folder.path(), &[binary]);
    let (status, screen, _) = action(folder.path(), &known);
    assert_eq!((status, screen.as_str()), (Some(0), ""));
    // Names that a shell would take for something else, and options.
    fs::rename(folder.path().join("s4"), folder.path().join("-a $(touch hurt) 'b")).unwrap();
    let (status, screen, _) =
        action(folder.path(), &[binary, ("paths", "-a $(touch hurt) 'b\n\n")]);
    assert_eq!(status, Some(0), "{screen}");
    assert!(fs::metadata(folder.path().join("hurt")).is_err());
    // What cannot be done fails, and says why.
    fs::remove_file(folder.path().join("haplan.sarif")).unwrap();
    let (status, screen, outputs) = action(folder.path(), &[binary, ("fail-on", "fatal")]);
    assert!(status == Some(2) && screen.contains("fatal") && outputs.is_empty(), "{screen}");
}

#[test]
fn the_action_installs_what_it_runs() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    assert_eq!(action["runs"]["using"], "composite");
    assert!(steps.iter().all(|it| it["shell"] == "bash"));
    let install = steps[0]["run"].as_str().unwrap();
    assert_eq!(install, "cargo install --locked --path \"$SOURCE\" --root \"$RUNNER_TEMP/haplan\"");
    assert!(steps[1]["run"].as_str().unwrap().contains("$RUNNER_TEMP/haplan/bin/haplan"));
    // No input is pasted into a script.
    for step in steps {
        assert!(!step["run"].as_str().unwrap().contains("${{"));
    }
}

#[test]
fn the_gitlab_job_reports_its_part() {
    let job = &yaml("ci/gitlab.yml")["haplan"];
    let lines = |key: &str| -> String {
        let lines = job[key].as_sequence().unwrap().iter();
        lines.map(|it| format!("{}\n", it.as_str().unwrap())).collect()
    };
    let script = lines("before_script") + &lines("script");
    let folder = repository();
    let variables = job["variables"].as_mapping().unwrap().iter();
    let mut env: Vec<(&str, &str)> =
        variables.map(|(name, value)| (name.as_str().unwrap(), value.as_str().unwrap())).collect();
    env.push(("CI_PIPELINE_CREATED_AT", "2026-11-22T10:00:00Z"));
    let whole = shell("bash", &script, folder.path(), &env);
    assert_eq!(whole.status.code(), Some(1), "{whole:?}");
    let xml = fs::read_to_string(folder.path().join("haplan-1.xml")).unwrap();
    assert_eq!(xml.matches("<testsuite ").count(), 2);
    let document = fs::read_to_string(folder.path().join("haplan-1.json")).unwrap();
    assert!(document.contains("\"today\": \"2026-11-22\""));
    let part = [&env[..], &[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "2")]].concat();
    let part = shell("bash", &script, folder.path(), &part);
    assert_eq!(part.status.code(), Some(0), "{part:?}");
    let xml = fs::read_to_string(folder.path().join("haplan-2.xml")).unwrap();
    assert!(xml.contains("s4/topology.yaml") && !xml.contains("s1-brief"), "{xml}");
    assert_eq!(job["artifacts"]["reports"]["junit"], "haplan-*.xml");
}

#[test]
fn the_indexed_job_leaves_parts_that_join() {
    let job = yaml("ci/kubernetes.yaml");
    assert_eq!(job["spec"]["completionMode"], "Indexed");
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    let variable = |name: &str| -> String {
        let mut all = container["env"].as_sequence().unwrap().iter();
        all.find(|it| it["name"] == name).unwrap()["value"].as_str().unwrap().to_owned()
    };
    let (shards, today) = (variable("SHARDS"), variable("TODAY"));
    let count = job["spec"]["completions"].as_u64().unwrap();
    assert_eq!(shards, count.to_string());
    assert_eq!(container["command"], serde_yaml::from_str::<Value>("[/bin/sh, -c]").unwrap());
    let script = container["args"][0].as_str().unwrap();
    let (topologies, results) = (root().join("topologies"), tempfile::tempdir().unwrap());
    let results = results.path().to_str().unwrap();
    // All at once, as pods.
    std::thread::scope(|scope| {
        for index in 0..count {
            let (topologies, shards, today) = (&topologies, &shards, &today);
            scope.spawn(move || {
                let index = index.to_string();
                let env = [
                    ("JOB_COMPLETION_INDEX", index.as_str()),
                    ("SHARDS", shards),
                    ("TODAY", today),
                    ("RESULTS", results),
                ];
                let pod = shell("/bin/sh", script, topologies, &env);
                assert!(pod.status.success(), "{pod:?}");
            });
        }
    });
    let merge = format!("cd '{results}' && haplan merge part-*.json -f junit");
    let merged = shell("/bin/sh", &merge, &topologies, &[]);
    let whole =
        shell("/bin/sh", &format!("haplan check . -f junit --today {today}"), &topologies, &[]);
    assert_eq!((merged.status.code(), whole.status.code()), (Some(1), Some(1)));
    assert!(merged.stdout == whole.stdout && merged.stdout.len() > 1000);
    // A pod that cannot do its work fails.
    let env =
        [("JOB_COMPLETION_INDEX", "0"), ("SHARDS", "0"), ("TODAY", &today), ("RESULTS", results)];
    assert!(!shell("/bin/sh", script, &topologies, &env).status.success());
}

#[test]
fn the_hook_runs_the_program() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    assert_eq!((&hook["id"], &hook["language"]), (&"haplan-check".into(), &"rust".into()));
    let folder = repository();
    let entry = hook["entry"].as_str().unwrap();
    let output = shell("/bin/sh", entry, folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
}

/// Every block of YAML or TOML in the page is one, and the design in it is what the page says.
#[test]
fn the_page_shows_what_is_so() {
    let page = text("docs/ci.md");
    let mut kinds = std::collections::BTreeMap::new();
    for block in page.split("\n```").skip(1).step_by(2) {
        let (kind, text) = block.split_once('\n').unwrap();
        *kinds.entry(kind).or_insert(0) += 1;
        let folder = tempfile::tempdir().unwrap();
        let check = |files: &[(&str, &str)]| {
            for (name, text) in files {
                fs::write(folder.path().join(name), text).unwrap();
            }
            shell("/bin/sh", "haplan check -v -f concise", folder.path(), &[])
        };
        match kind {
            "yaml" if text.starts_with("haplan: 1") => {
                let said = String::from_utf8(check(&[("a.yaml", text)]).stdout).unwrap();
                assert!(
                    said.contains(": waived[single-point]: ") && !said.contains("unused"),
                    "{said}"
                );
            }
            "yaml" => drop(serde_yaml::from_str::<Value>(text).unwrap()),
            "toml" => {
                let output = check(&[("haplan.toml", text), ("a.yaml", "haplan: 1\n")]);
                assert!(output.status.success(), "{output:?}");
                assert!(String::from_utf8(output.stderr).unwrap().contains("levels from"));
            }
            _ => {}
        }
    }
    assert_eq!(kinds["yaml"], 5);
    assert_eq!(kinds["toml"], 1);
    for file in ["action.yml", "ci/gitlab.yml", "ci/kubernetes.yaml"] {
        assert!(page.contains(file) && root().join(file).exists(), "{file}");
    }
}
