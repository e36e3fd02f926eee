package terminal

import "testing"

func TestUnicodeNeedsAUTF8Locale(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want bool
	}{
		{map[string]string{}, false},
		{map[string]string{"LANG": "en_US.UTF-8"}, true},
		{map[string]string{"LANG": "C.utf8"}, true},
		{map[string]string{"LC_ALL": "C", "LANG": "en_US.UTF-8"}, false},
		{map[string]string{"LC_CTYPE": "zh_CN.UTF-8", "LANG": "C"}, true},
	} {
		if got := UTF8(func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("locale %v: Unicode = %v", c.env, got)
		}
	}
}
