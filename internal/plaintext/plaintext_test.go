package plaintext

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLineEscapesWhatATerminalObeys(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain", "plain"},
		{"  a\tb \n", "a b"},
		{"red \x1b[31mX\x1b[0m", `red \x1b[31mX\x1b[0m`},
		{"title \x1b]0;pwned\x07", `title \x1b]0;pwned\x07`},
		{"a\r\nb", `a\r\nb`},
		{"c1 \u009b31m", `c1 \x9b31m`},
		{"bad \xff\xfe", `bad \xff\xfe`},
		{"turn \u202eabc", `turn \u202eabc`},
		{"sep\u2028x", `sep\u2028x`},
		{"tag \U000e0041", `tag \U000e0041`},
		{"中文 ok ✓", "中文 ok ✓"},
		{"del\x7f", `del\x7f`},
		{"family 👩\u200d👧", "family 👩\u200d👧"},
	} {
		if got := Line(c.in, 1000); got != c.want {
			t.Errorf("Line(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLinesKeepsBreaks(t *testing.T) {
	if got, want := Lines("a\r\n  b\x1b\n\r\n", 1000), "a\n  b\\x1b"; got != want {
		t.Errorf("Lines = %q, want %q", got, want)
	}
}

func TestWidth(t *testing.T) {
	for _, c := range []struct {
		in   string
		want int
	}{
		{"", 0}, {"abc", 3}, {"中文", 4}, {"e\u0301", 1}, {"ｆ", 2}, {"…✓", 2}, {"🙂", 2}, {"한", 2},
	} {
		if got := Width(c.in); got != c.want {
			t.Errorf("Width(%q) = %d, want %d", c.in, got, c.want)
		}
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		want string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"中文字", 5, "中文…"}, {"中文字", 6, "中文字"},
		{"ab cd", 4, "ab…"}, {"abc", 0, ""}, {"abc", 1, "…"},
	} {
		if got := Clip(c.in, c.cols, "…"); got != c.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", c.in, c.cols, got, c.want)
		}
	}
	marks := "a" + strings.Repeat("\u0301", 10_000)
	if got := Clip(marks, 10, ""); len(got) > 200 {
		t.Errorf("10,000 combining marks stay %d bytes long", len(got))
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		want []string
	}{
		{"one two three", 8, []string{"one two", "three"}},
		{"one two three", 9, []string{"one two", "three"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 0, []string{"one two three"}},
		{"averyverylongword x", 6, []string{"averyv", "erylon", "gword", "x"}},
		{"a\nb", 10, []string{"a", "b"}},
		{"等待容器启动完成", 6, []string{"等待容", "器启动", "完成"}},
		{"pod 等待容器", 8, []string{"pod 等待", "容器"}},
		{"等待容器，完成", 8, []string{"等待容", "器，完成"}},
		{"等待（容器）完成", 6, []string{"等待", "（容", "器）完", "成"}},
		{"一二v1.37，三", 9, []string{"一二", "v1.37，三"}},
		{"", 5, []string{""}},
	} {
		if got := Wrap(c.in, c.cols); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.cols, got, c.want)
		}
	}
}

func TestLimitsSayWhatIsMissing(t *testing.T) {
	if got, want := Line("中文字", 4), "中… (6 bytes more)"; got != want {
		t.Errorf("Line = %q, want %q", got, want)
	}
	if got := Line(strings.Repeat("x", 5000), 1000); !strings.HasSuffix(got, "x… (3.9 KiB more)") {
		t.Errorf("Line = …%q", got[990:])
	}
	if got := Lines("abc", 3); got != "abc" {
		t.Errorf("Lines = %q", got)
	}
}

func FuzzLine(f *testing.F) {
	f.Add("a\x1b[2J中\u202e\xff", 7)
	f.Fuzz(func(t *testing.T, s string, cols int) {
		cols = 1 + abs(cols)%200
		line := Line(s, 1000)
		if !utf8.ValidString(line) {
			t.Fatalf("not UTF-8: %q", line)
		}
		if len(line) > 1000+50 {
			t.Fatalf("%d bytes", len(line))
		}
		for _, r := range line {
			if unicode.IsControl(r) {
				t.Fatalf("control character %q in %q", r, line)
			}
		}
		if got := Width(Clip(line, cols, "…")); got > cols {
			t.Fatalf("Clip to %d columns gives %d", cols, got)
		}
		for _, part := range Wrap(Lines(s, 1000), cols) {
			if cols > 1 && Width(part) > cols {
				t.Fatalf("Wrap to %d columns gives %q", cols, part)
			}
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

// TestPad: a Chinese character is two columns wide, and a text that is too wide stays whole.
func TestPad(t *testing.T) {
	for text, want := range map[string]string{"ab": "ab   ", "节点": "节点 ", "abcdef": "abcdef", "": "     "} {
		if got := Pad(text, 5); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
