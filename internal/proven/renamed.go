package proven

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Renaming is a source change in which only identifiers were renamed, so that everything proven before remains valid.
type Renaming struct {
	Before fs.FS             // the module before the change
	Names  map[string]string // old identifier → new identifier
}

// Definitions compares the source of each definition before and after. kept maps the hash that a definition had, as an input
// named "step NAME", to its current one; changed are the definitions that differ in more than the given names.
func (r Renaming) Definitions(now Catalogue) (kept map[string][2]string, changed []string, err error) {
	if err := r.check(); err != nil {
		return nil, nil, err
	}
	source, err := ReadSource(r.Before, StepFolders()...)
	if err != nil {
		return nil, nil, err
	}
	kept = map[string][2]string{}
	for _, group := range now.Steps.Groups() {
		for _, def := range group.Defs {
			before, after, same, err := r.compare(source, now.Source, def.Name)
			switch {
			case err != nil:
				return nil, nil, err
			case before == after:
			case same:
				kept["step "+def.Name] = [2]string{Hash(def.Pattern, before), Hash(def.Pattern, after)}
			default:
				changed = append(changed, def.Name)
			}
		}
	}
	return kept, changed, nil
}

// check refuses names that were in use before: then equal sources could mean different things.
func (r Renaming) check() error {
	taken := map[string]string{} // new name → old name
	for _, old := range slices.Sorted(maps.Keys(r.Names)) {
		name := r.Names[old]
		if !token.IsIdentifier(old) || !token.IsIdentifier(name) {
			return fmt.Errorf("%s=%s: both must be Go identifiers", old, name)
		}
		if other := taken[name]; other != "" {
			return fmt.Errorf("%s and %s cannot both become %s", other, old, name)
		}
		taken[name] = old
	}
	return fs.WalkDir(r.Before, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(r.Before, path)
		if err != nil {
			return err
		}
		var found error
		tokens(string(text), func(name string) string {
			if old := taken[name]; old != "" {
				found = fmt.Errorf("%s cannot become %s: there was something of that name in %s", old, name, path)
			}
			return name
		})
		return found
	})
}

// compare returns the source of a definition before and after, and whether only names differ. A new definition has no source
// before.
func (r Renaming) compare(source, now *Source, definition string) (before, after string, same bool, err error) {
	if _, had := source.runs[definition]; !had {
		after, err = now.Of(definition)
		return "", after, false, err
	}
	before, errBefore := source.Of(definition)
	after, errAfter := now.Of(definition)
	old, errOld := source.textsOf(definition)
	present, errPresent := now.textsOf(definition)
	if err := errors.Join(errBefore, errAfter, errOld, errPresent); err != nil {
		return "", "", false, err
	}
	renamed := func(name string) string { return cmp.Or(r.Names[name], name) }
	return before, after, slices.Equal(sortedTokens(old, renamed), sortedTokens(present, func(name string) string { return name })), nil
}

func sortedTokens(texts []string, rename func(string) string) (all []string) {
	for _, text := range texts {
		all = append(all, tokens(text, rename))
	}
	slices.Sort(all)
	return all
}

// tokens returns a piece of source without its layout, with its identifiers renamed.
func tokens(text string, rename func(string) string) string {
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile("", files.Base(), len(text)), []byte(text), nil, 0)
	var b strings.Builder
	lineEnded := false
	for {
		_, kind, literal := s.Scan()
		if lineEnded && kind != token.RBRACE && kind != token.RPAREN { // before these, a line break is optional
			b.WriteString("\n")
		}
		lineEnded = kind == token.SEMICOLON && literal == "\n"
		switch {
		case kind == token.EOF:
			return b.String()
		case lineEnded:
			continue
		case kind == token.IDENT:
			literal = rename(literal)
		case literal == "":
			literal = kind.String()
		}
		b.WriteString(literal + "\x00")
	}
}

// Rename replaces hashes of inputs in all entries: the first of each pair by the second. It returns how many entries have
// changed.
func (l Ledger) Rename(ctx context.Context, hashes map[string][2]string) (n int, err error) {
	err = l.change(ctx, func(entries map[string]Entry) {
		for _, entry := range entries {
			had := n
			for name, hash := range entry.Inputs {
				if pair, is := hashes[name]; is && hash == pair[0] {
					entry.Inputs[name] = pair[1]
					n = had + 1
				}
			}
		}
	})
	return n, err
}
