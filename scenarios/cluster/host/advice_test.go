package host

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The messages are from docker commands of versions 20.10 to 29.
func TestAdviceIsOneSentenceForEachCase(t *testing.T) {
	usual := Endpoint{Context: "default", Host: "unix:///var/run/docker.sock"}
	desktop := Endpoint{Context: "desktop-linux", Host: "unix:///home/ann/.docker/desktop/docker.sock"}
	other := Endpoint{Context: "colima", Host: "unix:///home/ann/.colima/default/docker.sock"}
	fromEnv := Endpoint{Context: "default", Host: "unix:///tmp/d.sock", FromEnv: true}
	tcp := Endpoint{Context: "default", Host: "tcp://127.0.0.1:2375", FromEnv: true}
	const off = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
	const denied = "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock"
	const tooOld = "Error response from daemon: client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version"
	const tooNew = "Error response from daemon: client version 1.52 is too new. Maximum supported API version is 1.41"
	for name, c := range map[string]struct {
		s    situation
		want string
	}{
		"off":                      {situation{endpoint: usual, said: off, system: "linux", hasDaemon: true}, "systemctl start docker"},
		"no daemon":                {situation{endpoint: usual, said: off, system: "linux", debian: true}, "apt-get install docker.io"},
		"no daemon, other system":  {situation{endpoint: usual, said: off, system: "linux"}, "install Docker and start it"},
		"no command":               {situation{endpoint: usual, said: errNoDocker.Error(), noCommand: true, system: "linux", debian: true}, "apt-get install docker.io"},
		"no command on macOS":      {situation{endpoint: usual, said: errNoDocker.Error(), noCommand: true, system: "darwin"}, "install Docker Desktop"},
		"off on macOS":             {situation{endpoint: usual, said: off, system: "darwin"}, "start Docker Desktop"},
		"Desktop off":              {situation{endpoint: desktop, said: "Cannot connect to the Docker daemon at unix:///home/ann/.docker/desktop/docker.sock", system: "linux", hasDaemon: true}, "systemctl --user start docker-desktop"},
		"context off":              {situation{endpoint: other, said: "Cannot connect to the Docker daemon", system: "linux"}, `context "colima"`},
		"DOCKER_HOST off":          {situation{endpoint: fromEnv, said: "Cannot connect to the Docker daemon at unix:///tmp/d.sock", system: "linux"}, "unset DOCKER_HOST"},
		"tcp off":                  {situation{endpoint: tcp, said: "Cannot connect to the Docker daemon at tcp://127.0.0.1:2375", system: "linux"}, "tcp://127.0.0.1:2375"},
		"group":                    {situation{endpoint: usual, said: denied, system: "linux", user: "ann", socketGroup: "docker", hasDaemon: true}, "usermod -aG docker ann"},
		"group of another name":    {situation{endpoint: fromEnv, said: denied, system: "linux", user: "ann", socketGroup: "wheel"}, "usermod -aG wheel ann"},
		"socket for root only":     {situation{endpoint: usual, said: denied, system: "linux", user: "ann", socketGroup: "root"}, "run this as root"},
		"socket of an unseen path": {situation{endpoint: fromEnv, said: denied, system: "linux", user: "ann"}, "ask for access to DOCKER_HOST=unix:///tmp/d.sock"},
		"command too old":          {situation{endpoint: usual, said: tooOld, system: "linux", root: true, debian: true, hasDaemon: true}, "update the docker command"},
		"daemon too old":           {situation{endpoint: usual, said: tooNew, system: "linux", root: true, debian: true, hasDaemon: true}, "update the Docker daemon"},
		"no such context":          {situation{endpoint: Endpoint{Context: "x"}, said: `context "x": context not found: open meta.json: no such file or directory`, system: "linux", root: true, debian: true}, "docker context ls"},
		"bad DOCKER_HOST":          {situation{endpoint: Endpoint{Host: "nonsense", FromEnv: true}, said: "unable to parse docker host `nonsense`", system: "linux"}, "correct DOCKER_HOST"},
		"Podman":                   {situation{endpoint: usual, said: "the docker command is Podman's", system: "linux", debian: true, root: true}, "install Docker: "},
	} {
		advice := c.s.advice()
		if !strings.Contains(advice, c.want) || strings.Contains(advice, "\n") || strings.HasSuffix(advice, ".") {
			t.Errorf("%s: got %q, want %q in it", name, advice, c.want)
		}
	}
}

// As root on Debian, Docker is installed and started if that helps.
func TestSuppliesOnlyWhatHelps(t *testing.T) {
	usual := Endpoint{Context: "default", Host: "unix:///var/run/docker.sock"}
	may := situation{endpoint: usual, said: "Cannot connect", system: "linux", root: true, debian: true}
	if !may.supplies() {
		t.Error("Docker is not installed for root on Debian with the default socket")
	}
	for name, change := range map[string]func(*situation){
		"no root":         func(s *situation) { s.root = false },
		"no Debian":       func(s *situation) { s.debian = false },
		"DOCKER_HOST":     func(s *situation) { s.endpoint = Endpoint{Host: "unix:///tmp/x", FromEnv: true} },
		"command too old": func(s *situation) { s.said = "client version 1.41 is too old" },
		"no such context": func(s *situation) { s.said = `context "x": context not found` },
	} {
		s := may
		if change(&s); s.supplies() {
			t.Errorf("%s: supplied", name)
		}
	}
}

func TestUnfitDaemons(t *testing.T) {
	for name, c := range map[string]struct {
		status dockerStatus
		want   string // "" for a suitable daemon
	}{
		"this one":           {dockerStatus{ServerVersion: "20.10.24+dfsg1", OSType: "linux"}, ""},
		"a new one":          {dockerStatus{ServerVersion: "29.1.0", OSType: "linux"}, ""},
		"a development one":  {dockerStatus{ServerVersion: "dev"}, ""},
		"an old one":         {dockerStatus{ServerVersion: "19.03.15", OSType: "linux"}, "update Docker to 20.10"},
		"Windows containers": {dockerStatus{ServerVersion: "28.0.1", OSType: "windows"}, "switch Docker to Linux containers"},
	} {
		err := c.status.unfit()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestPodmanIsNoDocker(t *testing.T) {
	if _, err := parseStatus(`{"host":{"buildahVersion":"1.33"},"version":{}}`); err == nil || !strings.Contains(err.Error(), "Podman") {
		t.Errorf("got %v", err)
	}
}

func TestEndpoints(t *testing.T) {
	for host, want := range map[string]struct {
		socket           string
		usual, onDesktop bool
	}{
		"":                        {"/var/run/docker.sock", true, false},
		"unix:///run/docker.sock": {"/run/docker.sock", true, false},
		"unix:///tmp/x.sock":      {"/tmp/x.sock", false, false},
		"tcp://127.0.0.1:2375":    {"", false, false},
		"ssh://ann@there":         {"", false, false},
		"unix:///Users/ann/.docker/run/docker.sock": {"/Users/ann/.docker/run/docker.sock", false, true},
	} {
		e := Endpoint{Host: host}
		if e.Socket() != want.socket || e.isDefault() != want.usual || e.isDesktop() != want.onDesktop {
			t.Errorf("%q: got %q, %v, %v", host, e.Socket(), e.isDefault(), e.isDesktop())
		}
	}
}

// A dockerd is found as the process that listens on its socket, wherever the socket is.
func TestPeerOfASocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	if got := peerOf(t.Context(), socket); got != 0 {
		t.Errorf("without a socket: got %d", got)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	got := peerOf(t.Context(), socket)
	if got != 0 && got != os.Getpid() || got == 0 && groupOf(socket) != "" {
		t.Errorf("got process %d, want %d", got, os.Getpid())
	}
	if p, err := dockerd(got, "/proc"); err != nil || p != nil {
		t.Errorf("this test is recognised as dockerd: %+v, %v", p, err)
	}
}

func TestAvailableMemory(t *testing.T) {
	proc := t.TempDir()
	if _, err := availableMemory(proc); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for text, want := range map[string]uint64{"MemTotal: 9 kB\nMemAvailable:   2048 kB\n": 2 << 20, "MemTotal: 9 kB\n": Unknown} {
		if err := os.WriteFile(filepath.Join(proc, "meminfo"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := availableMemory(proc); err != nil || got != want {
			t.Errorf("%q: got %d, %v", text, got, err)
		}
	}
}

func TestRoomElsewhereIsTheMemoryOfThatMachine(t *testing.T) {
	free, err := RoomFor(false, "/var/lib/docker", 2<<30)
	if err != nil || free.Memory != 2<<30 || free.Disk != Unknown {
		t.Errorf("got %+v, %v", free, err)
	}
}
