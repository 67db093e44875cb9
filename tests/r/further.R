# Makes the golden values of what was added to the statistics: Rscript further.R <cohort.csv> <folder>   writes <folder>/further.csv
# One row is one number: data set, quantity, place, value with 17 significant digits. Base R and the package survival; what other packages
# do is written here from their papers, and the tests cite the packages' own answers.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[2]
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
cases <- file.path(dirname(script), "..", "analysis", "cases")
rows <- list()
keep <- function(data, quantity, place, value) {
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, place = as.character(place), value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
keep("versions", "survival", as.character(packageVersion("survival")), 0)

# --- Firth's penalised likelihood with Efron's ties, its profile limits and p-values (Heinze and Schemper 2001)

firth <- function(surv, x) {
  x <- as.matrix(x)
  value <- function(b) tryCatch({
    fit <- coxph(surv ~ x, init = b, control = coxph.control(iter.max = 0))
    fit$loglik[2] - 0.5 * log(det(fit$var))
  }, error = function(e) -1e6)
  best <- function(fixed, at, start) {  # the top, with the coefficient `fixed` held at `at`
    put <- function(b) if (is.na(fixed)) b else append(b, at, fixed - 1)
    if (length(start) == 0) return(list(par = numeric(0), value = value(at)))
    found <- list(par = start)
    for (again in 1:4) found <- optim(found$par, function(b) -value(put(b)), method = "BFGS", control = list(reltol = 1e-16, maxit = 500))
    if (length(start) > 1) found <- optim(found$par, function(b) -value(put(b)), control = list(reltol = 1e-16, maxit = 2000))
    list(par = found$par, value = -found$value)
  }
  top <- best(NA, NA, rep(0, ncol(x)))
  error <- sqrt(diag(coxph(surv ~ x, init = top$par, control = coxph.control(iter.max = 0))$var))
  result <- list()
  for (k in seq_len(ncol(x))) {
    left <- function(at) best(k, at, top$par[-k])$value - top$value + qchisq(0.95, 1) / 2
    limit <- function(sign) {
      far <- 2
      while (left(top$par[k] + sign * far * error[k]) > 0) far <- far * 1.5
      uniroot(left, sort(top$par[k] + c(0, sign * far * error[k])), tol = 1e-10)$root
    }
    p <- pchisq(2 * (top$value - best(k, 0, top$par[-k])$value), 1, lower.tail = FALSE)
    result[[colnames(x)[k]]] <- c(hazard_ratio = exp(top$par[k]), lower = exp(limit(-1)), upper = exp(limit(1)), p_value = p)
  }
  result
}
keep_firth <- function(data, surv, x) {
  found <- firth(surv, x)
  for (column in names(found)) for (name in names(found[[column]])) keep(data, paste0("firth_", name), column, found[[column]][[name]])
}
without <- read.csv(file.path(cases, "group_without_event.csv"))
keep_firth("group_without_event", Surv(without$os_days, without$os_event == "true"), without[c("B", "x")])
keep_firth("monotone", Surv(1:8, rep(1, 8)), data.frame(z = c(1, 1, 1, 1, 0, 0, 0, 0)))
ovarian <- survival::ovarian
keep_firth("ovarian", Surv(ovarian$futime, ovarian$fustat), ovarian[c("rx", "age")])

write.csv(do.call(rbind, rows), file.path(folder, "further.csv"), row.names = FALSE, quote = TRUE)
