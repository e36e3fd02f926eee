package values

import "testing"

func TestFill(t *testing.T) {
	known := Of(map[string]string{"n": "3", "a.b-c": `x"y\`})
	for text, want := range map[string]string{
		"replicas: $(value:n)":                            "replicas: 3",
		"$(value:n)$(value:n)":                            "33",
		"$(value:other) $(value:a.b-c)":                   `$(value:other) x"y\`,
		"$$(value:n)":                                     "$$(value:n)",
		"{{ .n }} $(n) ${n} <n> $(namespace:n) (value:n)": "{{ .n }} $(n) ${n} <n> $(namespace:n) (value:n)",
	} {
		if got := Fill(text, known); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := Fill(`"$(value:a.b-c)"`, Quoted(known)); got != `"x\"y\\"` {
		t.Errorf("between quotes: %s", got)
	}
}

func TestIn(t *testing.T) {
	got := In("a $(value:x)\n$$(value:no) $(value:y) $(value:)\n")
	want := []Asked{{"x", 0}, {"y", 1}, {"", 1}}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%v", got)
	}
}
