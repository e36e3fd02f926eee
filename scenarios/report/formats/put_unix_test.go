//go:build unix

package formats

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
)

func TestWhereAReportGoes(t *testing.T) {
	reporttest.Places(t, func(spec string) (func() error, error) {
		l, err := Parse(spec)
		return func() error { return reporttest.Replay(l, reporttest.FakeRun(), func() {}) }, err
	})
}

// TestAnUnfinishedReport is not written into an open file, which would receive every intermediate state.
func TestAnUnfinishedReport(t *testing.T) {
	f, err := os.OpenFile(filepath.Join(t.TempDir(), "out"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.WriteString(f, "before\n"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("/proc/self/fd", strconv.Itoa(int(f.Fd())))
	if err := errors.Join(show.Put(path, []byte("a part of it\n"), false), show.Put(path, []byte("report\n"), true)); err != nil {
		t.Fatal(err)
	}
	if text := reporttest.ReadFile(t, f.Name()); text != "before\nreport\n" {
		t.Errorf("the file has %q", text)
	}
}
