package serve

import (
	"net/http"

	"golang.org/x/text/language"

	"github.com/gherkind/gherkind/internal/lab/wording"
)

const (
	tokenCookie    = "gherkind_token"
	languageCookie = "gherkind_language"
	cookieSeconds  = 180 * 24 * 3600
	mostToken      = 200 // bytes of a form with a token
)

var languages = language.NewMatcher([]language.Tag{language.English, language.Chinese})

// languageOf returns the language that was chosen on the page, or the one that the browser asks for.
func languageOf(r *http.Request) string {
	chosen := ""
	if cookie, err := r.Cookie(languageCookie); err == nil {
		chosen = cookie.Value
	}
	_, index := language.MatchStrings(languages, chosen, r.Header.Get("Accept-Language"))
	return wording.Languages()[index]
}

func (s *Server) words(r *http.Request) *wording.Web { return wording.WebIn(languageOf(r)) }

func (s *Server) switchLanguage(w http.ResponseWriter, r *http.Request) {
	setCookie(w, r, languageCookie, wording.In(r.PathValue("language")).Language, cookieSeconds)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func setCookie(w http.ResponseWriter, r *http.Request, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
}

type loginData struct {
	frame
	Problem string
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, "login", loginData{frame: s.frame(r, "")})
}

// login accepts a token. Unknown ones are rate-limited for each address.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostToken)
	words := s.words(r)
	if !s.strange.allow(address(r)) {
		s.metrics.refused("rate")
		s.show(w, r, http.StatusTooManyRequests, "login", loginData{s.frame(r, ""), words.TooOften})
		return
	}
	token := r.PostFormValue("token")
	if _, is := s.people[hashOf(token)]; !is {
		s.metrics.refused("token")
		s.show(w, r, http.StatusForbidden, "login", loginData{s.frame(r, ""), words.WrongToken})
		return
	}
	setCookie(w, r, tokenCookie, token, cookieSeconds)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	setCookie(w, r, tokenCookie, "", -1)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}
