package plaintext

import "strings"

// maxWord is how many bytes of a word a command line shows.
const maxWord = 4000

// ShellLine returns a command line, with each word quoted for a shell where necessary.
func ShellLine(words ...string) string {
	var quoted []string
	for _, word := range words {
		quoted = append(quoted, shellWord(Line(word, maxWord)))
	}
	return strings.Join(quoted, " ")
}

// shellWord quotes a word for a shell where necessary.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r > 0x7f || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_./:-+,@%", r)
	}
	for _, r := range s {
		if !plain(r) {
			return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
		}
	}
	return s
}
