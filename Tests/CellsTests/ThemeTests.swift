import Cells
import StrictJSON
import Testing
import Themes

@Suite("Themes")
struct ThemeTests {
    @Test func builtinThemesAreComplete() throws {
        #expect(BuiltinThemes.files.map(\.name) == ["dark", "light"])
        for file in BuiltinThemes.files {
            let theme = try Theme.parse(try JSON.parse(file.json))
            #expect(theme.name == file.name)
            // Only the 16 colours that a person has chosen for the terminal.
            for role in StyleRole.allCases {
                #expect((theme[role].foreground.paletteIndex ?? 0) < 16)
                #expect(theme[role].background == .default)
            }
        }
    }

    @Test func monoHasNoColor() {
        for role in StyleRole.allCases {
            #expect(Theme.mono[role].foreground == .default)
            #expect(Theme.mono[role].background == .default)
        }
    }

    @Test func roleOrderIsItsIndex() {
        for role in StyleRole.allCases {
            let style = Style(foreground: .palette(200))
            #expect(Theme(name: "x", styles: [role: style])[role] == style)
            #expect(
                StyleRole.allCases.filter { Theme(name: "x", styles: [role: style])[$0] == style } == [role])
        }
    }

    @Test(arguments: [
        (#"[]"#, "theme.shape"), (#"{"coaiTheme":2,"name":"x","roles":{}}"#, "theme.version"),
        (#"{"coaiTheme":1,"roles":{}}"#, "theme.name"), (#"{"coaiTheme":1,"name":"x"}"#, "theme.shape"),
        (#"{"coaiTheme":1,"name":"x","roles":{},"more":1}"#, "theme.unknown-key"),
        (#"{"coaiTheme":1,"name":"x","roles":{}}"#, "theme.missing-role"),
        (#"{"coaiTheme":1,"name":"x","roles":{"loud":{}}}"#, "theme.unknown-role"),
        (#"{"coaiTheme":1,"name":"x","roles":{"danger":{"foreground":"reed"}}}"#, "theme.unknown-color"),
        (#"{"coaiTheme":1,"name":"x","roles":{"danger":{"blink":true}}}"#, "theme.unknown-key"),
        (
            #"{"coaiTheme":1,"name":"x","roles":{"danger":{"attributes":["blink"]}}}"#,
            "theme.unknown-attribute"
        ),
        (#"{"coaiTheme":1,"name":"x","roles":{"danger":1}}"#, "theme.shape"),
    ])
    func refused(text: String, code: String) throws {
        let json = try JSON.parse(text)
        #expect { try Theme.parse(json) } throws: { ($0 as? ThemeError)?.code == code }
    }

    @Test func colorNames() {
        #expect(Color(name: "bright-red") == .ansi(9))
        #expect(Color(name: "default") == .default)
        #expect(Color(name: "208") == .palette(208))
        #expect(Color(name: "#ff8700")?.paletteIndex == 208)
        #expect(Color(name: "#808080")?.paletteIndex == 244)
        for bad in ["", "#12345", "#gg0000", "256", "-1", "bright-", "01"] {
            #expect(Color(name: bad) == nil)
        }
        for index in 0...255 {
            let color = Color.palette(UInt8(index))
            #expect(Color(name: color.description) == color)
        }
    }
}
