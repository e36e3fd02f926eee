package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDoctorExits(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("DOCKER_HOST", "tcp://127.0.0.1:2375") // so that gherkind does not install Docker
	t.Chdir(t.TempDir())
	for name, c := range map[string]struct {
		docker string
		args   []string
		want   int
	}{
		"works": {`case "$1 $2" in
"info --format") echo '{"ServerVersion":"28.0.1","OSType":"linux","CgroupVersion":"2","MemTotal":17179869184}';;
esac`, nil, exitPassed},
		"of another machine": {`case "$1 $2" in
"context inspect") echo '{"Name":"there","Endpoints":{"docker":{"Host":"ssh://ann@there.invalid"}}}';;
"info --format") echo '{"ServerVersion":"28.0.1","OSType":"linux","CgroupVersion":"2","MemTotal":17179869184}';;
esac`, nil, exitEnvironment},
		"JSON":        {`echo no daemon >&2; exit 1`, []string{"--format", "json"}, exitEnvironment},
		"no daemon":   {`echo no daemon >&2; exit 1`, nil, exitEnvironment},
		"bad format":  {``, []string{"--format", "xml"}, exitUsage},
		"bad name":    {``, []string{"--name", "A"}, exitUsage},
		"an argument": {``, []string{"x"}, exitUsage},
	} {
		if err := os.WriteFile(filepath.Join(dir, "docker"), []byte("#!/bin/sh\n"+c.docker+"\n"), 0o755); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
		if got := run(t.Context(), append([]string{"doctor"}, c.args...)); got != c.want {
			t.Errorf("%s: exit code %d, want %d", name, got, c.want)
		}
	}
}
