package cli

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestNothingIsSaidInEnglish: the Chinese outputs in the script contain no English sentences.
func TestNothingIsSaidInEnglish(t *testing.T) {
	script, err := txtar.ParseFile("testdata/script/chinese.txtar")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, f := range script.Files {
		if !strings.HasSuffix(f.Name, ".txt") {
			continue
		}
		read++
		for line := range strings.SplitSeq(string(f.Data), "\n") {
			if english(line) {
				t.Errorf("%s: %s", f.Name, line)
			}
		}
	}
	if read < 20 {
		t.Errorf("only %d outputs were read", read)
	}
}

// TestEnglish: which lines count as English sentences.
func TestEnglish(t *testing.T) {
	for line, want := range map[string]bool{
		`gherkind: the file has no feature`: true, `gherkind: 该文件中没有特性`: false, `是不是：pod "web" is Running`: false,
		"  gherkind run features": false, "你好 in plain words": true, "请写 `pod \"web\" is ready`": false,
	} {
		if english(line) != want {
			t.Errorf("%q is taken for English: %t", line, !want)
		}
	}
}
