package debian

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func TestReadRelease(t *testing.T) {
	r, err := ReadRelease(files("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_CODENAME=bookworm\nID=debian\n"))
	if err != nil || !r.IsDebian() || r.Codename != "bookworm" || r.Pretty != "Debian GNU/Linux 12 (bookworm)" {
		t.Fatalf("got %+v, %v", r, err)
	}
	r, err = ReadRelease(files("etc/os-release", "ID=ubuntu\nID_LIKE=debian\n"))
	if err != nil || r.IsDebian() {
		t.Fatalf("got %+v, %v", r, err)
	}
	if _, err := ReadRelease(files()); err == nil {
		t.Fatal("no os-release, no error")
	}
}

func TestMirror(t *testing.T) {
	const list, d822 = "etc/apt/sources.list", "etc/apt/sources.list.d/debian.sources"
	for name, c := range map[string]struct {
		root fstest.MapFS
		want string // or the beginning of the error
	}{
		"one-line": {files(list, "# deb http://old/ bookworm main\ndeb http://a.example/debian/ bookworm main contrib\n"), "http://a.example/debian"},
		"options":  {files(list, "deb [arch=amd64 signed-by=/x] https://a.example/debian bookworm main"), "https://a.example/debian"},
		"deb822": {files(d822, "Types: deb\n# comment\nURIs: http://b.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n\n"+
			"Types: deb\nURIs: http://b.example/security\nSuites: bookworm-security\nComponents: main\n"), "http://b.example/debian"},
		"continued":    {files(d822, "Types: deb deb-src\nURIs:\n http://b.example/debian\nSuites: bookworm\nComponents: main"), "http://b.example/debian"},
		"disabled":     {files(d822, "Types: deb\nEnabled: no\nURIs: http://b.example/debian\nSuites: bookworm\nComponents: main"), "find a package mirror"},
		"sources only": {files(list, "deb-src http://a.example/debian bookworm main"), "find a package mirror"},
		"other suite":  {files(list, "deb http://a.example/debian trixie main"), "find a package mirror"},
		"no main":      {files(list, "deb http://a.example/debian bookworm contrib"), "find a package mirror"},
		"cdrom first":  {files(list, "deb cdrom:[x]/ bookworm main\ndeb http://a.example/debian bookworm main"), "http://a.example/debian"},
		"mirror list": {files(d822, "Types: deb\nURIs: mirror+file:///etc/apt/mirrors/debian.list\nSuites: bookworm\nComponents: main",
			"etc/apt/mirrors/debian.list", "# best first\nhttps://c.example/debian priority:1\n"), "https://c.example/debian"},
		"none": {files(), "find a package mirror"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Mirror(c.root, "bookworm")
			if err != nil {
				got = err.Error()
			}
			if got != c.want && (err == nil || !strings.HasPrefix(got, c.want)) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestMissing(t *testing.T) {
	listed := "gcc installed\nlibc6:amd64 installed\ndocker.io config-files\n"
	got := missing(listed, []string{"gcc", "libc6", "docker.io", "debootstrap"})
	if !slices.Equal(got, []string{"docker.io", "debootstrap"}) {
		t.Fatalf("got %v", got)
	}
}
