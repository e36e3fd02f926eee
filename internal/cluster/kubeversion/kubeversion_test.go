package kubeversion

import "testing"

func TestParse(t *testing.T) {
	for text, want := range map[string]string{"v1.36": "v1.36", "1.9": "v1.9", "1.36.4": "", "": "", "v1": "", "1.x": "", "latest": "", "1.36 or so": "", "99999.1": ""} {
		m, err := Parse(text)
		if (err == nil) != (want != "") || err == nil && m.String() != want {
			t.Errorf("%q: got %s, %v", text, m, err)
		}
	}
}

func TestOf(t *testing.T) {
	for text, want := range map[string]string{"v1.36.4": "v1.36", "v1.36.4+k3s1": "v1.36", "1.36.0-alpha.1": "v1.36", "v1.36": "", "": "", "devel": ""} {
		m, ok := Of(text)
		if ok != (want != "") || ok && m.String() != want {
			t.Errorf("%q: got %s, %v", text, m, ok)
		}
	}
}

func TestRange(t *testing.T) {
	for _, c := range []struct {
		text               string
		has35, has36, has4 bool // has4: v1.4 is older than v1.36, although 4 sorts after 3
		words              string
	}{
		{">=1.36", false, true, false, "v1.36 or newer"},
		{">v1.35", false, true, false, "newer than v1.35"},
		{"<1.36", true, false, true, "older than v1.36"},
		{"<=1.36", true, true, true, "v1.36 or older"},
		{"1.36", false, true, false, "v1.36"},
		{"=1.36", false, true, false, "v1.36"},
	} {
		r, err := ParseRange(c.text)
		if err != nil || r.String() != c.words {
			t.Errorf("%s: got %s, %v", c.text, r, err)
		}
		if got := [3]bool{r.Has(Minor{1, 35}), r.Has(Minor{1, 36}), r.Has(Minor{1, 4})}; got != [3]bool{c.has35, c.has36, c.has4} {
			t.Errorf("%s: has 1.35, 1.36, 1.4: %v", c.text, got)
		}
	}
	for _, bad := range []string{"", ">=", "=>1.36", ">=1.36.2", "1.36-1.37", "~1.36", ">= 1.36", "new"} {
		if r, err := ParseRange(bad); err == nil {
			t.Errorf("%q: parsed as %s, want an error", bad, r)
		}
	}
}

func TestList(t *testing.T) {
	if got := List([]Minor{{1, 9}, {1, 36}, {1, 10}}); got != "v1.36, v1.10, v1.9" {
		t.Errorf("got %s", got)
	}
}
