//! Embeds `static/` in the binary (release builds; debug builds read the files from disk).

fn main() {
    memory_serve::load_directory("static");
}
