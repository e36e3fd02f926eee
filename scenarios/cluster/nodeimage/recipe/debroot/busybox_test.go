package debroot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const timeoutOption = "CONFIG_FEATURE_WGET_TIMEOUT"

func TestOptionsOfBusybox(t *testing.T) {
	const rest = "#\n# Networking\n#\nCONFIG_WGET=y\n# CONFIG_FEATURE_WGET_TIMEOUT_MORE is not set\n"
	const want = rest + "CONFIG_FEATURE_WGET_TIMEOUT=y\n"
	for name, config := range map[string]string{
		"off":         rest + "# CONFIG_FEATURE_WGET_TIMEOUT is not set\n",
		"on":          rest + "CONFIG_FEATURE_WGET_TIMEOUT=y\n",
		"not decided": rest,
	} {
		if got := string(withOptions([]byte(config), timeoutOption)); got != want {
			t.Errorf("%s: got\n%s", name, got)
		}
	}
}

func TestUnknownOptionOfBusyboxIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".config")
	for config, ok := range map[string]bool{
		"CONFIG_WGET=y\nCONFIG_FEATURE_WGET_TIMEOUT=y\n":            true,
		"CONFIG_FEATURE_WGET_TIMEOUT=y\n":                           true,
		"CONFIG_WGET=y\n# CONFIG_FEATURE_WGET_TIMEOUT is not set\n": false,
		"CONFIG_WGET=y\n": false,
		"CONFIG_WGET=y\nMY_CONFIG_FEATURE_WGET_TIMEOUT=y\nCONFIG_A=y\n": false,
	} {
		if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
			t.Fatal(err)
		}
		err := checkOptions(file, timeoutOption)
		if (err == nil) != ok || err != nil && !strings.Contains(err.Error(), timeoutOption) {
			t.Errorf("%q: got %v", config, err)
		}
	}
}

// TestBusyboxHasTheTimeoutOfWget checks the option that wget -T needs.
func TestBusyboxHasTheTimeoutOfWget(t *testing.T) {
	if got := strings.Join(addedOptions(), " "); !strings.Contains(got, timeoutOption) {
		t.Errorf("got %s", got)
	}
}
