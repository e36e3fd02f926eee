package export

import (
	"bytes"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
)

// sheet is a CSV file (RFC 4180). Each cell is fit to print, is not a formula for any spreadsheet, and is quoted unless it is a plain word:
// so the separator that a spreadsheet expects makes no difference.
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

// line is text of one line for a cell.
func line(text string) string { return plaintext.Line(text, show.MaxAttr) }

// harmless puts an apostrophe before what a spreadsheet would take for a formula. The full-width forms of the signs are taken for one
// by some, and spaces before it are skipped.
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
