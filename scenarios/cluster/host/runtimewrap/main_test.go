//go:build linux

package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestRequest(t *testing.T) {
	for line, want := range map[string]struct {
		file          string
		isProcess, ok bool
	}{
		"--root /run/create --log /l --log-format json create --bundle /b --pid-file /p id": {"/b/config.json", false, true},
		"--systemd-cgroup run -b /b id":               {"/b/config.json", false, true},
		"create --bundle=/b id":                       {"/b/config.json", false, true},
		"create id":                                   {"config.json", false, true},
		"--log=/l exec --process /tmp/p1 --detach id": {"/tmp/p1", true, true},
		"exec -p /tmp/p1 id":                          {"/tmp/p1", true, true},
		"exec id sh":                                  {"", true, false},
		"--root /r delete --force id":                 {"", false, false},
		"--version":                                   {"", false, false},
		"":                                            {"", false, false},
	} {
		file, isProcess, ok := request(strings.Fields(line))
		if file != want.file || isProcess != want.isProcess || ok != want.ok {
			t.Errorf("%q: got %q %v %v, want %+v", line, file, isProcess, ok, want)
		}
	}
}

func TestBoundingSet(t *testing.T) {
	set, err := boundingSet("Name:\tx\nCapBnd:\t000001fffeffffff\nCapAmb:\t0\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"CAP_CHOWN": true, "CAP_SYS_ADMIN": true, "CAP_SYS_RESOURCE": false, "CAP_SYS_TIME": true, "CAP_CHECKPOINT_RESTORE": true,
	} {
		if set[name] != want {
			t.Errorf("%s: got %v", name, set[name])
		}
	}
	if len(set) != 41 {
		t.Errorf("%d capabilities, linux/capability.h has 41", len(set))
	}
	for _, bad := range []string{"", "CapBnd:\tzz\n"} {
		if _, err := boundingSet(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func host(missing ...string) limits {
	caps := map[string]bool{"CAP_CHOWN": true, "CAP_SYS_RESOURCE": true}
	for _, m := range missing {
		caps[m] = false
	}
	return limits{caps: caps, hard: func(name string) (uint64, bool) { return 1000, name == "RLIMIT_NOFILE" }}
}

func TestRewrite(t *testing.T) {
	const config = `{"ociVersion":"1.0.2","process":{"capabilities":{"bounding":["CAP_CHOWN","CAP_SYS_RESOURCE","CAP_NEW"],"effective":[]},` +
		`"rlimits":[{"type":"RLIMIT_NOFILE","hard":18446744073709551615,"soft":500},{"type":"RLIMIT_CORE","hard":18446744073709551615,"soft":0}]},"linux":{"x":18446744073709551615}}`
	const fits = `{"ociVersion":"1.0.2","process":{"capabilities":{"bounding":["CAP_CHOWN","CAP_NEW"],"effective":[]},` +
		`"rlimits":[{"type":"RLIMIT_NOFILE","hard":1000,"soft":500},{"type":"RLIMIT_CORE","hard":18446744073709551615,"soft":0}]},"linux":{"x":18446744073709551615}}`
	same(t, config, false, host("CAP_SYS_RESOURCE"), fits)
	if got, err := rewrite([]byte(config), false, host()); err != nil || string(got) != config {
		t.Errorf("a host with every capability changes the request: %s, %v", got, err)
	}
	same(t, `{"args":["sh"],"capabilities":{"bounding":["CAP_SYS_RESOURCE"]}}`, true, host("CAP_SYS_RESOURCE"),
		`{"args":["sh"],"capabilities":{"bounding":[]}}`)
	same(t, `{"process":{"args":["sh"]}}`, false, host("CAP_SYS_RESOURCE"), `{"process":{"args":["sh"]}}`)
	if _, err := rewrite([]byte(`{`), false, host()); err == nil {
		t.Error("broken JSON, no error")
	}
}

func same(t *testing.T, in string, isProcess bool, h limits, want string) {
	t.Helper()
	got, err := rewrite([]byte(in), isProcess, h)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(decode(t, string(got)), decode(t, want)) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func decode(t *testing.T, s string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
