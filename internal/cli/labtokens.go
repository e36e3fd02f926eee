package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/serve"
	"github.com/gherkind/gherkind/internal/lab/store"
)

// issue creates missing tokens and writes them: those of students into a separate file, that of the instructor to the output.
func (o serveOptions) issue(ctx context.Context, s *store.Store, exercise string, entries []roster.Entry) (err error) {
	known, err := s.Tokens(ctx, exercise)
	if err != nil {
		return err
	}
	missing := o.newTokens || known[""] == ""
	for _, e := range entries {
		missing = missing || known[e.Student.Key()] == ""
	}
	if !missing {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(o.tokens), 0o700); err != nil {
		return fmt.Errorf("make the folder of the tokens: %w", err)
	}
	// Before tokens are created, which would be lost if the file cannot be written.
	f, err := os.OpenFile(o.tokens, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &commandError{fmt.Errorf("there are new tokens to write, but %s already exists: move it, or choose another file with --tokens", o.tokens)}
	}
	if err != nil {
		return fmt.Errorf("write the tokens: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	tickets, err := serve.Issue(ctx, s, exercise, entries, o.newTokens)
	if err != nil {
		return err
	}
	lines := csv.NewWriter(f)
	rows := [][]string{{"id", "email", "link"}} // the roster has rejected IDs that a spreadsheet would interpret as formulas
	for _, t := range tickets {
		link := o.url + "/login#" + t.Token
		if key := t.Student.Key(); key != "" {
			rows = append(rows, []string{key, t.Student.Email, link})
			continue
		}
		fmt.Fprintf(o.out, "instructor: %s\n", link)
	}
	if err := lines.WriteAll(rows); err != nil {
		return fmt.Errorf("write the tokens: %w", err)
	}
	fmt.Fprintf(o.out, "wrote %s: the links of %d students; only you can read it, and it is not written again\n", o.tokens, len(rows)-1)
	return nil
}
