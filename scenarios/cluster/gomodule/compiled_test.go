package gomodule

import (
	"strings"
	"testing"
)

const compiled = `//go:build linux

// Package p has a comment.
package p

import "embed"

//go:embed files
var files embed.FS

// twice returns its argument twice.
//
//go:noinline
func twice(s string) (string, string) {
	return s, s + "" // the same
}

const text = ` + "`a // b\n// c\n`" + `
`

func written(t *testing.T, name, content string) string {
	t.Helper()
	var b strings.Builder
	if err := WriteFile(&b, name, []byte(content)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCommentsDoNotCount checks which changes of a Go file change the hash.
func TestCommentsDoNotCount(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		counts   bool
	}{
		"a reworded comment":                  {"has a comment", "is commented", false},
		"a longer comment":                    {"// twice returns", "// It is short.\n//\n// twice returns", false},
		"a removed comment at a line's end":   {" // the same", "", false},
		"a comment inside a line":             {"s, s +", "s /* once */, s +", false},
		"an added blank line":                 {"\nfunc", "\n\nfunc", false},
		"a directive of a linter":             {"// the same", "//nolint:all // the same", false},
		"an identifier":                       {"twice(s", "double(s", true},
		"an operator":                         {"s + ", "s > ", true},
		"a keyword":                           {"const text", "var text", true},
		"a string":                            {`s + ""`, `s + " "`, true},
		"a string that looks like a comment":  {"a // b", "a // c", true},
		"a line of a string, like a comment":  {"// c\n`", "// d\n`", true},
		"code that becomes a comment":         {"return s, s", "// return s, s", true},
		"a build constraint":                  {"//go:build linux", "//go:build !linux", true},
		"a build constraint, made a comment":  {"//go:build linux", "// go:build linux", true},
		"a build constraint in the old form":  {"//go:build linux", "// +build linux", true},
		"the old form, changed":               {"//go:build linux", "//go:build linux\n// +build linux", true},
		"embedded files":                      {"//go:embed files", "//go:embed other", true},
		"a directive of the compiler":         {"//go:noinline", "", true},
		"a directive at another declaration":  {"//go:noinline\nfunc twice", "func twice", true},
		"an added directive for line numbers": {"return s", "//line x.go:1\n\treturn s", true},
		"the same in a block comment":         {"return s", "return /*line x.go:1*/ s", true},
	} {
		changed := strings.Replace(compiled, c.old, c.new, 1)
		if changed == compiled {
			t.Errorf("%s: nothing is replaced", name)
		}
		if got := written(t, "p.go", changed) != written(t, "p.go", compiled); got != c.counts {
			t.Errorf("%s: the hash changes: %v, want %v", name, got, c.counts)
		}
	}
}

// TestOnlyCommentsOfGoFilesDoNotCount checks what else the hash depends on, and files in which text after // has a meaning.
func TestOnlyCommentsOfGoFilesDoNotCount(t *testing.T) {
	if written(t, "p.go", compiled) == written(t, "q.go", compiled) {
		t.Error("the hash does not depend on the file's name")
	}
	for name, content := range map[string]string{
		"p.txt":   "package p // %\n",
		"cgo.go":  "package p\n\n// #define A %\nimport \"C\"\n",
		"half.go": "package p // %\n}\n",
	} {
		if written(t, name, content) == written(t, name, strings.ReplaceAll(content, "%", "x")) {
			t.Errorf("%s: the hash does not depend on a comment", name)
		}
	}
}
