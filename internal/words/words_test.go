package words

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"Running", "Pending", "Completed"}
	for word, want := range map[string]string{"Runnng": "Running", "pendnig": "Pending", "Elsewhere": "", "Completed": "Completed"} {
		if got := Nearest(word, known); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]string{"Runnnig": "Running", "Running": "", "Raining": ""} {
		if got := Misspelt(word, known); got != want {
			t.Errorf("%q is a slip of %q, want %q", word, got, want)
		}
	}
}

func TestClosest(t *testing.T) {
	for word, want := range map[string]string{"naem": "name", "Naem": "name", "nome": "name", "noem": "", "name": "name"} {
		if got := Closest(word, []string{"kind", "name", "nane"}, 1); got != want {
			t.Errorf("closest to %q is %q, want %q", word, got, want)
		}
	}
	for other, want := range map[string]int{"web": 0, "wbe": 1, "wob": 1, "box": 3} {
		if got := Differences("web", other); got != want {
			t.Errorf("%q differs %d times, want %d", other, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	if one, two := Times("restart", 1), Times("restart", 2); one != "1 restart" || two != "2 restarts" {
		t.Errorf("%q, %q", one, two)
	}
}
