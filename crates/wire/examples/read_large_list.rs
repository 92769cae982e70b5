//! How long a large list takes: writes 100 000 invented rows into memory and reads them five times.
use std::fmt::Write;
use std::time::Instant;

fn main() -> Result<(), wire::SheetError> {
    let mut text = String::from("Name,Serial,Maker,Model,MAC address,IP,OS,Location,Bought,Notes\r\n");
    for row in 0..100_000_u32 {
        let (high, low) = (row / 256 % 256, row % 256);
        writeln!(
            text,
            "WS-{row:06},SN{row:08},Acme,Cart 5,3c:52:82:{:02x}:{high:02x}:{low:02x},10.{}.{high}.{low},Windows 11,\
             \"Building {}, floor {}\",3/4/2026,\r",
            row / 65_536,
            row / 65_536,
            row % 9,
            row % 5
        )
        .expect("writing into a String cannot fail");
    }
    for _ in 0..5 {
        let begun = Instant::now();
        let sheet = wire::Sheet::read(text.as_bytes())?;
        println!("{} rows, {} bytes: {:?}", sheet.rows.len(), text.len(), begun.elapsed());
    }
    Ok(())
}
