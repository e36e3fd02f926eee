package gomodule

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"path"
	"slices"
	"strings"
)

// WriteFile writes a file to a hash: its name and its content. For a Go file, it only writes what can change the behaviour of the
// compiled program, so that a reworded comment does not cause a rebuild.
func WriteFile(w io.Writer, name string, content []byte) error {
	if path.Ext(name) == ".go" {
		content = withoutComments(content)
	}
	_, err := fmt.Fprintf(w, "%s %d\n%s\n", name, len(content), content)
	return err
}

// withoutComments returns the tokens and the compiler directives of a Go file, one per line. It omits line numbers too, although
// a program contains them: without debug information, only stack traces show them.
//
// It returns a file with a syntax error unchanged, and one that uses cgo, because the comment before import "C" is C code.
func withoutComments(source []byte) []byte {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil || usesCgo(parsed) {
		return source
	}
	var out bytes.Buffer
	var s scanner.Scanner
	s.Init(files.AddFile("", -1, len(source)), source, nil, scanner.ScanComments)
	for {
		_, tok, text := s.Scan()
		switch {
		case tok == token.EOF:
			return out.Bytes()
		case tok != token.COMMENT || isDirective(text):
			fmt.Fprintf(&out, "%s %q\n", tok, text) // quoted, because a raw string may contain newlines
		}
	}
}

func usesCgo(file *ast.File) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"C"` })
}

// isDirective reports whether the go command or the compiler may act on a comment. Directives of linters are comments.
func isDirective(comment string) bool {
	for _, start := range []string{"//go:", "//line ", "/*line "} {
		if strings.HasPrefix(comment, start) {
			return true
		}
	}
	text, isLine := strings.CutPrefix(comment, "//")
	return isLine && strings.HasPrefix(strings.TrimSpace(text), "+build") // the older form of //go:build
}
