package roster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

func file(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"roster.csv": text, "ada/web.yaml": "kind: Pod\n", "grace.zip": "PK"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "roster.csv")
}

func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"plain":     "id,name,email,submission\ns1,Ada Lovelace,ada@example.org,ada\ns2,Grace Hopper,grace@example.org,grace.zip\n",
		"moodle":    "\ufeff\"First name\",\"Last name\",\"ID number\",\"Email address\",Institution,Path\r\nAda,Lovelace,s1,ada@example.org,x,ada\r\nGrace,Hopper,s2,grace@example.org,x,grace.zip\r\n",
		"semicolon": "Student_ID;Full-Name;E-Mail;Folder\ns1;Ada Lovelace;ada@example.org;ada\n\ns2;Grace Hopper;grace@example.org;grace.zip\n",
		"tab":       "学号\t姓名\t邮箱\t提交\ns1\tAda Lovelace\tada@example.org\tada\ns2\tGrace Hopper\tgrace@example.org\tgrace.zip\n",
	} {
		path := file(t, text)
		entries, err := ReadFile(path)
		if err != nil || len(entries) != 2 {
			t.Errorf("%s: %v %v", name, entries, err)
			continue
		}
		e := entries[0]
		if e.Student.ID != "s1" || e.Student.Name != "Ada Lovelace" || e.Student.Email != "ada@example.org" || e.Submission != filepath.Join(filepath.Dir(path), "ada") || e.Line != 2 {
			t.Errorf("%s: %+v", name, e)
		}
	}
	entries, err := ReadFile(file(t, "login,namespace\nada,team-1\n"))
	if err != nil || entries[0].Namespace != "team-1" || entries[0].Student != (marks.Student{Login: "ada"}) {
		t.Errorf("%+v %v", entries, err)
	}
}

func TestReadFindsWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "the roster has no students",
		"id,namespace\n":                      "the roster has no students",
		"who,namespace\nx,a\n":                ":1: no column says who the students are",
		"id,namspace\ns1,a\n":                 `:1: no column says what is graded: name one of them namespace or submission`,
		"id,student id,namespace\ns1,s1,a\n":  `:1: the columns "id" and "student id" both mean id`,
		"id,namespace\n,a\n":                  ":2: the student has no id",
		"id,namespace\ns1,\n":                 ":2: s1 has neither a namespace nor a submission",
		"id,namespace\ns1,Team_1\n":           `:2: namespace "Team_1": a lowercase RFC 1123 label`,
		"id,namespace\ns1,a\ns1,b\n":          ":3: the student s1 is already in line 2",
		"id,namespace\ns1,a\ns2,a\n":          ":3: the namespace a is already in line 2",
		"id,submission\ns1,nowhere\n":         ":2: s1: stat ",
		"id,namespace,submission\ns1,a,ada\n": ":2: s1 has both",
		"id,namespace\n=1+1,a\n":              `:2: the id "=1+1" begins with a sign`,
		"id,namespace\n\"a\x01b\",a\n":        `:2: the id "a\x01b" has control characters`,
		"id,namespace\n\"s1,a\n":              "cannot be read as CSV",
	} {
		_, err := ReadFile(file(t, text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := ReadFile(file(t, "id,namspace\ns1,a\n")); !strings.Contains(err.Error(), `is the column "namspace" meant`) {
		t.Error(err)
	}
}

// TestFingerprint: it changes with the content, and follows no links.
func TestFingerprint(t *testing.T) {
	path := file(t, "id,submission\ns1,ada\n")
	entries, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	print := func() string {
		f, err := entries[0].Fingerprint()
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	before := print()
	if before != print() || before == "" {
		t.Error("it is not stable")
	}
	if err := os.Symlink("/dev/zero", filepath.Join(entries[0].Submission, "zero")); err != nil {
		t.Fatal(err)
	}
	with := print() // the link does not make it loop
	if err := os.WriteFile(filepath.Join(entries[0].Submission, "web.yaml"), []byte("kind: Service\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if before == with || with == print() {
		t.Error("a change is not noticed")
	}
	if f, err := (Entry{Namespace: "a"}).Fingerprint(); f != "" || err != nil {
		t.Errorf("%q %v", f, err)
	}
}
