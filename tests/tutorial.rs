//! The tutorial does what it says: each of its files is checked, and each command prints what stands there.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn every_step_of_the_tutorial_prints_what_it_shows() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md");
    let page = fs::read_to_string(page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut files, mut commands) = (0, 0);
    for block in page.split("\n```").skip(1).step_by(2) {
        if let Some(yaml) = block.strip_prefix("yaml\n") {
            fs::write(folder.path().join("cluster.yaml"), format!("{yaml}\n")).unwrap();
            files += 1;
        } else if let Some(console) = block.strip_prefix("console\n$ haplan ") {
            let (command, shown) = console.split_once('\n').unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_haplan"))
                .args(command.split(' '))
                .current_dir(folder.path())
                .args(["--lang", "en"])
                .output()
                .unwrap();
            let printed = String::from_utf8(output.stdout).unwrap();
            assert_eq!(printed.trim_end(), shown.trim_end(), "{command}");
            commands += 1;
        }
    }
    assert_eq!((files, commands), (3, 4));
}
