//go:build unix

package formats

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
)

// reportInto writes the JSON of a run into a path that --report names.
func reportInto(t *testing.T, path string) error {
	t.Helper()
	l, err := Parse("json:" + path)
	if err != nil {
		t.Fatal(err)
	}
	return reporttest.Replay(l, reporttest.FakeRun(), func() {})
}

// TestAReportLeavesDevicesAlone: what is no regular file is written into and stays what it is.
func TestAReportLeavesDevicesAlone(t *testing.T) {
	null := filepath.Join(t.TempDir(), "null")
	const device = 1<<8 | 3 // the numbers of /dev/null
	if err := syscall.Mknod(null, syscall.S_IFCHR|0o666, device); err != nil {
		t.Skipf("a device can only be made by root: %v", err)
	}
	if err := reportInto(t, null); err != nil {
		t.Error(err)
	}
	if info, err := os.Lstat(null); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		t.Errorf("the device is %v now, %v", info.Mode(), err)
	}
}

// TestAReportThroughAPipe is whole and comes once.
func TestAReportThroughAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := reportInto(t, pipe); err == nil || !strings.Contains(err.Error(), "nobody reads it") {
		t.Errorf("nobody reads: %v", err)
	}
	reader, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	got := make(chan error, 1)
	go func() {
		var doc struct{ Version int }
		got <- json.NewDecoder(bufio.NewReader(reader)).Decode(&doc)
	}()
	if err := reportInto(t, pipe); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != nil {
		t.Errorf("read a report from the pipe: %v", err)
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is %v now, %v", info.Mode(), err)
	}
}

// TestAReportIntoAnOpenFile goes where the descriptor goes, behind what is there.
func TestAReportIntoAnOpenFile(t *testing.T) {
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
	if err := reportInto(t, path); err != nil {
		t.Fatal(err)
	}
	once, times := json.NewDecoder(strings.NewReader(strings.TrimPrefix(reporttest.ReadFile(t, f.Name()), "before\nreport\n"))), 0
	for ; once.Decode(&struct{}{}) == nil; times++ {
		continue
	}
	if times != 1 {
		t.Errorf("the report of a run of several scenarios is there %d times", times)
	}
}

// TestAReportFollowsLinks: the link stays, and leads to the report, also when that did not exist.
func TestAReportFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "report.json")
	if err := os.Symlink("real/report.json", link); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := reportInto(t, link); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Fatalf("the link is %v now, %v", info.Mode(), err)
		}
		if text := reporttest.ReadFile(t, filepath.Join(dir, "real", "report.json")); !json.Valid([]byte(text)) {
			t.Errorf("behind the link: %q", text)
		}
	}
	circle := filepath.Join(dir, "circle")
	if err := os.Symlink("circle", circle); err != nil {
		t.Fatal(err)
	}
	if _, err := Parse("json:" + circle); err == nil || !strings.Contains(err.Error(), "too many symbolic links") {
		t.Errorf("a link to itself: %v", err)
	}
}
