//! The program. Everything it does is in the library; here stand only what a program alone can have: its
//! memory, its arguments and its exit code.

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    orderly::cli::run()
}
