//go:build unix

package reporttest

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Opener parses a flag such as `json:FILE` and returns the function that writes the file.
type Opener func(spec string) (write func() error, err error)

// Places tests everything with a flag FORMAT:FILE, for all kinds of FILE. It writes the format json.
func Places(t *testing.T, open Opener) {
	t.Run("a device stays a device", open.device)
	t.Run("a pipe gets the report once", open.pipe)
	t.Run("an open file gets the report behind what is there", open.descriptor)
	t.Run("a link stays and leads to the report", open.link)
	t.Run("a folder is refused", open.folder)
}

// into writes a report to a path.
func (open Opener) into(t *testing.T, path string) error {
	t.Helper()
	write, err := open("json:" + path)
	if err != nil {
		t.Fatal(err)
	}
	return write()
}

func (open Opener) device(t *testing.T) {
	null := filepath.Join(t.TempDir(), "null")
	const device = 1<<8 | 3 // device number of /dev/null
	if err := syscall.Mknod(null, syscall.S_IFCHR|0o666, device); err != nil {
		t.Skipf("only root can create a device: %v", err)
	}
	if err := open.into(t, null); err != nil {
		t.Error(err)
	}
	if info, err := os.Lstat(null); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		t.Errorf("the device was replaced: %v, %v", info.Mode(), err)
	}
}

func (open Opener) pipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open.into(t, pipe); err == nil || !strings.Contains(err.Error(), "nobody reads it") {
		t.Fatalf("writing to a pipe without a reader: %v", err)
	}
	reader, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	got := make(chan error, 1)
	go func() {
		var doc struct{}
		got <- json.NewDecoder(bufio.NewReader(reader)).Decode(&doc)
	}()
	if err := open.into(t, pipe); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != nil {
		t.Errorf("read a report from the pipe: %v", err)
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe was replaced: %v, %v", info.Mode(), err)
	}
}

func (open Opener) descriptor(t *testing.T) {
	f, err := os.OpenFile(filepath.Join(t.TempDir(), "out"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const before = "before\n"
	if _, err := io.WriteString(f, before); err != nil {
		t.Fatal(err)
	}
	if err := open.into(t, filepath.Join("/proc/self/fd", strconv.Itoa(int(f.Fd())))); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(ReadFile(t, f.Name()), before)
	if !ok || !json.Valid([]byte(text)) {
		t.Errorf("want one report after the existing text: %q", text)
	}
}

func (open Opener) link(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "report.json")
	if err := os.Symlink("real/report.json", link); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the first time, the link is dangling
		if err := open.into(t, link); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Fatalf("the link was replaced: %v, %v", info.Mode(), err)
		}
		if text := ReadFile(t, filepath.Join(dir, "real", "report.json")); !json.Valid([]byte(text)) {
			t.Errorf("the target of the link has %q", text)
		}
	}
	circle := filepath.Join(dir, "circle")
	if err := os.Symlink("circle", circle); err != nil {
		t.Fatal(err)
	}
	if _, err := open("json:" + circle); err == nil || !strings.Contains(err.Error(), "too many symbolic links") {
		t.Errorf("a link to itself: %v", err)
	}
}

func (open Opener) folder(t *testing.T) {
	dir := t.TempDir()
	if _, err := open("json:" + dir); err == nil || !strings.Contains(err.Error(), "is a folder; name a file in it") {
		t.Errorf("a folder: %v", err)
	}
	below := filepath.Join(dir, "new", "report.json")
	write, err := open("json:" + below)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(below)); !os.IsNotExist(err) {
		t.Errorf("the folder was created before writing: %v", err)
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	if text := ReadFile(t, below); !json.Valid([]byte(text)) {
		t.Errorf("in a new folder: %q", text)
	}
}
