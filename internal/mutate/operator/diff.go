package operator

import (
	"bytes"
	"strings"
)

// Diff shows what the mutant changes: removed lines after "-", added ones after "+".
func (m *Mutant) Diff() (string, error) {
	text, err := m.Text()
	if err != nil {
		return "", err
	}
	return diff(lines(m.manifest), lines(text)), nil
}

func lines(text []byte) []string {
	return strings.SplitAfter(string(bytes.TrimSuffix(text, []byte("\n"))), "\n")
}

// maxCells limits the table for the longest common subsequence; beyond it all lines count as changed.
const maxCells = 1 << 22

func diff(old, made []string) string {
	for len(old) > 0 && len(made) > 0 && same(old[0], made[0]) {
		old, made = old[1:], made[1:]
	}
	for len(old) > 0 && len(made) > 0 && same(old[len(old)-1], made[len(made)-1]) {
		old, made = old[:len(old)-1], made[:len(made)-1]
	}
	var b strings.Builder
	i, j := 0, 0
	common := commonLines(old, made)
	for i < len(old) || j < len(made) {
		switch {
		case common != nil && i < len(old) && j < len(made) && same(old[i], made[j]):
			i, j = i+1, j+1
		case i < len(old) && (j == len(made) || common == nil || common[i+1][j] >= common[i][j+1]):
			writeLine(&b, "-", old[i])
			i++
		default:
			writeLine(&b, "+", made[j])
			j++
		}
	}
	return b.String()
}

func same(a, b string) bool { return strings.TrimRight(a, "\r\n") == strings.TrimRight(b, "\r\n") }

func writeLine(b *strings.Builder, sign, line string) {
	b.WriteString(sign + strings.TrimRight(line, "\r\n") + "\n")
}

// commonLines counts how many lines two texts have in common from a line of each on.
func commonLines(old, made []string) [][]int {
	if (len(old)+1)*(len(made)+1) > maxCells {
		return nil
	}
	common := make([][]int, len(old)+1)
	for i := range common {
		common[i] = make([]int, len(made)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for j := len(made) - 1; j >= 0; j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); same(old[i], made[j]) {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	return common
}
