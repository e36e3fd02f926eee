package mutate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Changed returns the absolute paths of the files that differ from the merge base with a git ref, including uncommitted and
// untracked ones.
func Changed(ctx context.Context, dir, ref string) ([]string, error) {
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	base, err := git(ctx, dir, "merge-base", "--end-of-options", ref, "HEAD")
	if err != nil {
		return nil, err
	}
	root := strings.TrimSuffix(string(top), "\n")
	var files []string
	for _, args := range [][]string{
		{"diff", "--name-only", "--no-renames", "-z", strings.TrimSpace(string(base)), "--"},
		{"ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"},
	} {
		names, err := git(ctx, dir, args...)
		if err != nil {
			return nil, err
		}
		for name := range bytes.SplitSeq(bytes.TrimSuffix(names, []byte{0}), []byte{0}) {
			if len(name) > 0 {
				files = append(files, filepath.Join(root, filepath.FromSlash(string(name))))
			}
		}
	}
	return files, nil
}

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", args...)
	c.Dir = dir
	out, err := c.Output()
	if failed, is := errors.AsType[*exec.ExitError](err); is {
		return nil, fmt.Errorf("git %s: %s", strings.Join(args, " "), bytes.TrimSpace(failed.Stderr))
	}
	if err != nil {
		return nil, fmt.Errorf("ask git what has changed: %w", err)
	}
	return out, nil
}

// Touched returns a function that reports whether changes to files affect a manifest of a suite below dir: the manifest itself,
// or a feature that uses it.
func Touched(dir string, files []string) func(*Source) bool {
	has := func(name string) bool {
		whole := filepath.FromSlash(name)
		if !filepath.IsAbs(whole) {
			whole = filepath.Join(dir, whole)
		}
		if real, err := filepath.EvalSymlinks(whole); err == nil {
			whole = real
		}
		return slices.Contains(files, whole)
	}
	return func(s *Source) bool {
		return has(s.Path) || slices.ContainsFunc(s.Cases, func(c *Case) bool { return has(c.Pickle.URI) })
	}
}
