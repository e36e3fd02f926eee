package attempts

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/gherkind/gherkind/internal/filelock"
)

// Broken is the error for a log that was modified.
type Broken struct {
	Path string
	Line int // the first invalid one; 0 for the whole log
	Err  error
}

// Error implements error.
func (b *Broken) Error() string {
	if b.Line == 0 {
		return fmt.Sprintf("%s: %v", b.Path, b.Err)
	}
	return fmt.Sprintf("%s:%d: %v", b.Path, b.Line, b.Err)
}

// Unwrap returns Err.
func (b *Broken) Unwrap() error { return b.Err }

// Report is the result of Verify for a valid log.
type Report struct {
	Entries []Entry
	Hash    string // the last one
	Bundles int
	// Torn says that the last line is incomplete, because a process was killed, and is not counted.
	Torn bool
}

// Read returns the entries of a log after checking them, without the bundles.
func (l *Log) Read(ctx context.Context) (*Report, error) { return l.read(ctx, "") }

// Verify checks the whole log. expectedHash is a hash that the log is known to contain, or empty. The error is a [*Broken] if
// the log was modified.
func (l *Log) Verify(ctx context.Context, expectedHash string) (*Report, error) {
	r, err := l.read(ctx, expectedHash)
	if err != nil {
		return nil, err
	}
	for _, e := range r.Entries {
		for _, b := range e.Bundles {
			if err := l.check(b); err != nil {
				return nil, &Broken{l.Path, e.Line, err}
			}
			r.Bundles++
		}
	}
	return r, nil
}

func (l *Log) read(ctx context.Context, expectedHash string) (r *Report, err error) {
	if _, err := os.Stat(l.Path); err != nil {
		return nil, fmt.Errorf("read the log of attempts: %w", err)
	}
	h, known, err := l.heads(ctx)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(l.Path)
	if err != nil {
		return nil, fmt.Errorf("read the log of attempts: %w", err)
	}
	r, err = l.scan(f, h, known, expectedHash)
	return r, errors.Join(err, f.Close())
}

// heads reads the head while nobody writes. If the lock cannot be taken, as in a read-only folder, nobody can write either.
func (l *Log) heads(ctx context.Context) (h head, known bool, err error) {
	read := func() error {
		h, known, err = l.readHead()
		return err
	}
	if err := filelock.With(ctx, l.lockPath(), nil, read); errors.Is(err, fs.ErrPermission) {
		return h, known, read()
	} else if err != nil {
		return h, known, err
	}
	return h, known, nil
}

// scan reads all lines; counted is the head, which may count fewer lines.
func (l *Log) scan(f io.Reader, counted head, known bool, expectedHash string) (*Report, error) {
	r, h := &Report{}, start()
	found := expectedHash == ""
	lines := bufio.NewReader(f)
	for {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			r.Torn = len(text) > 0
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the log of attempts: %w", err)
		}
		next, e, err := h.next(bytes.TrimSuffix(text, []byte("\n")))
		if err != nil {
			return nil, &Broken{l.Path, h.Lines + 1, err}
		}
		h = next
		if h.Lines == counted.Lines && known && h.Hash != counted.Hash {
			return nil, &Broken{l.Path, h.Lines, fmt.Errorf("%s has another hash for it: the log up to here was rewritten", l.headPath())}
		}
		found = found || h.Hash == expectedHash
		r.Entries = append(r.Entries, e)
	}
	r.Hash = h.Hash
	switch {
	case !known && h.Lines > 0:
		return nil, &Broken{l.Path, 0, fmt.Errorf("%s is missing, so it is unknown whether lines are missing at its end", l.headPath())}
	case known && h.Lines < counted.Lines:
		return nil, &Broken{l.Path, h.Lines + 1, fmt.Errorf("the log was cut: it has %d whole lines, and %s counts %d", h.Lines, l.headPath(), counted.Lines)}
	case !found:
		return nil, &Broken{l.Path, 0, fmt.Errorf("it never had the hash %s: it was truncated or rewritten", expectedHash)}
	}
	return r, nil
}
