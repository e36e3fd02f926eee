package mask

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

func secret(values map[string]string) *unstructured.Unstructured {
	data, plain := map[string]any{}, map[string]any{}
	for key, value := range values {
		data[key] = base64.StdEncoding.EncodeToString([]byte(value))
		plain["plain-"+key] = value
	}
	return &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Secret", "data": data, "stringData": plain}}
}

func maskOf(values ...string) *Mask {
	byKey := map[string]string{}
	for i, value := range values {
		byKey[fmt.Sprint(i)] = value
	}
	var none *Mask
	return none.With(secret(byKey))
}

// TestText: what is hidden, and what is not.
func TestText(t *testing.T) {
	const h = kube.HiddenValue
	long := "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\nabc\n-----END KEY-----\n"
	encoded := base64.StdEncoding.EncodeToString([]byte("s3cr3t"))
	twice := fmt.Sprintf("%q", fmt.Sprintf("%q", `a"b\c<d`))
	inJSON, _ := json.Marshal(`a"b\c<d`)
	for name, c := range map[string]struct{ values, text, want string }{
		"as it is":              {"s3cr3t", `saw "s3cr3t", not s3cr3t2`, `saw "` + h + `", not ` + h + "2"},
		"base64":                {"s3cr3t", "token: " + encoded + " " + strings.TrimRight(encoded, "="), "token: " + h + " " + h},
		"the longest":           {"word,word-and-more,more", "word-and-more", h},
		"too short":             {"abc", "abc " + base64.StdEncoding.EncodeToString([]byte("abc")), "abc YWJj"},
		"a plain word":          {"true,False,null,no", "true False null no", "true False null no"},
		"a word of the mask":    {"value,Secret", "the value of a Secret", "the " + h + " of a " + h},
		"in quotes":             {`a"b\c<d`, fmt.Sprintf("%q %s", `a"b\c<d`, twice), `"` + h + `" "\"` + h + `\""`},
		"in JSON":               {`a"b\c<d`, string(inJSON), `"` + h + `"`},
		"not as a whole":        {long, "it said MIIEvQIBADANBgkqhkiG\nabc", "it said " + h + "\nabc"},
		"on one line":           {long, fmt.Sprintf("%q", strings.Join(strings.Fields(long), " ")), `"` + h + `"`},
		"several lines, quoted": {long, fmt.Sprintf("%q", strings.TrimSpace(long)), `"` + h + `"`},
		"the end of the line":   {"s3cr3t\n", "it printed s3cr3t", "it printed " + h},
		"cut":                   {"a-very-long-password", `it printed "x a-very-lon …"`, `it printed "x ` + h + ` …"`},
		"cut early":             {"a-very-long-password", "a-ver…", "a-ver…"},
		"only space":            {" \n    ", "a \n     b", "a \n     b"},
	} {
		m := maskOf(strings.Split(c.values, ",")...)
		got := m.Text(c.text)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if again := m.Text(got); again != got {
			t.Errorf("%s: masked twice, it is %q", name, again)
		}
	}
}

// TestMasksTogether: extending a mask does not change the original.
func TestMasksTogether(t *testing.T) {
	var none *Mask
	first := maskOf("first")
	both := first.With(secret(map[string]string{"a": "second"}))
	if got := first.Text("first second"); got != kube.HiddenValue+" second" {
		t.Error(got)
	}
	for _, m := range []*Mask{both, none.And(both), first.And(both), both.And(none)} {
		if got := m.Text("first second"); got != kube.HiddenValue+" "+kube.HiddenValue {
			t.Error(got)
		}
	}
	if none.Text("first") != "first" || none.Lines("a\nb") != "a\nb" || none.And(none) != nil || both.With(secret(nil)) != both {
		t.Error("a mask hides what is not a value")
	}
}

// TestLines: line numbers stay correct.
func TestLines(t *testing.T) {
	text := "a: |\n  first line of it\n  second line of it\nb: other\n"
	if got, want := maskOf("first line of it\nsecond line of it\n").Lines(text), "a: |\n  "+kube.HiddenValue+"\n  "+kube.HiddenValue+"\nb: other\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFound: which values occur in texts, and that hiding what was found hides them.
func TestFound(t *testing.T) {
	const odd = `a"b\c<d`
	inJSON, _ := json.Marshal(map[string]string{"Body": "it is " + odd})
	m := maskOf("s3cr3t", odd, "elsewhere")
	found := m.Found(string(inJSON), "told s3cr3t")
	var again *Mask
	again = again.Values(found...)
	for _, text := range []string{"s3cr3t", odd, fmt.Sprintf("%q", odd)} {
		if got := again.Text(text); strings.Trim(got, `"`) != kube.HiddenValue {
			t.Errorf("%s: %s", text, got)
		}
	}
	if got := again.Text("elsewhere"); got != "elsewhere" || strings.Contains(strings.Join(found, " "), got) {
		t.Errorf("values that occur nowhere were found: %q", found)
	}
}

// TestTheNamespaceOfATokenIsShown, and its token is not.
func TestTheNamespaceOfATokenIsShown(t *testing.T) {
	token := secret(map[string]string{"namespace": "shop-of-ours", "token": "eyJhbGciOi"})
	token.Object["type"] = "kubernetes.io/service-account-token"
	delete(token.Object, "stringData")
	var none *Mask
	if got := none.With(token).Text("shop-of-ours eyJhbGciOi"); got != "shop-of-ours "+kube.HiddenValue {
		t.Error(got)
	}
}
