package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/remote"
)

// TestLinesOfLogs: only the whole line matches: no longer line, no incomplete line, and no remainder of a truncated one.
func TestLinesOfLogs(t *testing.T) {
	long := strings.Repeat("x", remote.LogLimit-4) + "1\n2\n"
	for _, c := range []struct {
		line, log string
		ended     bool
		says      string // "" if the check is met
	}{
		{"1", "0\n1\n2\n", false, ""},
		{"1", "1\r\n", false, ""},
		{"1", "100\n", false, `no line is exactly "1"; it is a part of the line "100"`},
		{"1", " 1\n", false, `no line is exactly "1"; there is "·1" and not "1": only the white space differs`},
		{"1", "0\n1", false, `no line is exactly "1"; the log ends with "0 1"`},
		{"1", "0\n1", true, ""},
		{"ready", "starting\n", false, `no line is exactly "ready"; the log ends with "starting"`},
		{"ready", "\n\n", false, `no line is exactly "ready"; the log has empty lines only`},
		{"", "a\n\nb\n", false, ""},
		{"", "a\nb\n", false, `no line is exactly ""; the log ends with "a b"`},
		{"2", long, false, ""},
		{strings.TrimSuffix(long, "\n2\n"), long, false, "no line is exactly"},
	} {
		err := logLine(c.line)(c.log, c.ended)
		if (err == nil) != (c.says == "") || err != nil && !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%.20q in %.20q: %v, want %s", c.line, c.log, err, c.says)
		}
	}
}

// TestPartsOfLogs: the other step matches a part of a line.
func TestPartsOfLogs(t *testing.T) {
	if err := logPart("1")("100\n", false); err != nil {
		t.Error(err)
	}
	if err := logPart("2")("\n", false); err == nil || err.Error() != "the log has empty lines only" {
		t.Error(err)
	}
}
