package table

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/report/show"
)

// mutationHead is the heading of the section that [PutMutation] writes; it is the last one of the page.
const mutationHead = "\n## What the scenarios notice\n"

// PutMutation writes the section on mutants into the page of [New], replacing an existing one.
func PutMutation(path string, r *mutate.Report) error {
	page, _, err := parted(path)
	if err != nil {
		return err
	}
	return show.Put(path, append(page, mutationOf(r, filepath.ToSlash(filepath.Dir(path)))...), true)
}

// parted returns the page before the section on mutants, and that section. Both are empty if the file does not exist.
func parted(path string) (page, mutation []byte, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the page: %w", err)
	}
	if i := bytes.Index(data, []byte(mutationHead)); i >= 0 {
		return data[:i], data[i:], nil
	}
	return data, nil, nil
}

func mutationOf(r *mutate.Report, folder string) []byte {
	var b bytes.Buffer
	b.WriteString(mutationHead)
	fmt.Fprintf(&b, "\nWritten by `make mutation`; edits are lost. Each manifest was broken, one change at a time, on Kubernetes %s; see [docs/mutation.md](../docs/mutation.md). "+
		"In all, %s.\n\n| behaviour | score | noticed | declared equivalent |\n|---|---:|---:|---:|\n", r.Kubernetes, r.Score)
	for _, f := range r.Features {
		percent, known := f.Score.Percent()
		if !known {
			continue
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s %% | %d of %d | %d |\n", cell(f.Name), relative(f.URI, folder), mutate.Rounded(percent), f.Score.Killed, f.Score.Killed+f.Score.Survived, f.Score.Equivalent)
	}
	survivors := r.Of(mutate.Survived)
	if len(survivors) == 0 {
		return b.Bytes()
	}
	b.WriteString("\nNo scenario notices:\n\n")
	for _, e := range survivors {
		says, _, _ := strings.Cut(e.Sentence(), ": ")
		fmt.Fprintf(&b, "- [%s:%d](%s#L%d): %s (`%s`)\n", strings.TrimPrefix(e.File, "manifests/"), e.Line, relative(e.File, folder), e.Line, cell(says), e.Operator)
	}
	return b.Bytes()
}

// withMutation returns the page with the existing section on mutants of the file.
func withMutation(path string, page []byte) ([]byte, error) {
	_, mutation, err := parted(path)
	return slices.Concat(page, mutation), err
}
