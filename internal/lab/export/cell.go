package export

import (
	"bytes"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
)

// sheet is a CSV file (RFC 4180). Each cell is safe to print, is not a formula for any spreadsheet, and is quoted unless it is
// a plain word: so it does not matter which separator a spreadsheet expects.
type sheet struct{ bytes.Buffer }

// row adds cells of one line each.
func (s *sheet) row(cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			s.WriteByte(',')
		}
		s.WriteString(quoted(harmless(plaintext.Lines(cell, show.MaxBody))))
	}
	s.WriteString("\r\n")
}

// line makes text a single line for a cell.
func line(text string) string { return plaintext.Line(text, show.MaxAttr) }

// harmless prefixes an apostrophe to what a spreadsheet would take for a formula. Some also accept the full-width forms of the
// characters, and skip leading spaces.
func harmless(cell string) string {
	bare := strings.TrimLeft(cell, " \u00a0\u3000")
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(bare, sign) {
			return "'" + cell
		}
	}
	return cell
}

func quoted(cell string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-@ ", r)
	}
	if cell == strings.TrimSpace(cell) && strings.IndexFunc(cell, func(r rune) bool { return !plain(r) }) < 0 {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
